"""Steps of a batch, one a file."""
