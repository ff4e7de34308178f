"""What the worker does for sorting, one file each."""
