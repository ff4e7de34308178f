"""Bringing cases in from an office's table: columns recognised, every row checked, resumable, and undone as a whole."""
