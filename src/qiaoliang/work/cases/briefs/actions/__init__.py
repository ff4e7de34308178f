"""Steps of the weekly brief, one a file."""
