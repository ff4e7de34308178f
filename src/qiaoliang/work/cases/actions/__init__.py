"""One file a step. Each is one plain function that does the whole thing in one transaction."""
