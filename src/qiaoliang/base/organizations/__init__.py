"""Organisations, posts and who holds them. See README.md."""
