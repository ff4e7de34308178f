"""Steps with a saved view, one a file."""
