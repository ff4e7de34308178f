"""One file a step: read a table in, set what its columns mean, start, bring rows in, take all back."""
