"""Steps of taking a list out, one a file."""
