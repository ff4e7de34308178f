"""Finding records by words, the same on both databases."""
