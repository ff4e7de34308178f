"""Routing: from a message to the unit or category it belongs to."""
