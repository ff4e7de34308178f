"""公开答复: what residents find without logging in, and how it comes to be there."""
