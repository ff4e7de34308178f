"""Steps of telling outside, one a file."""
