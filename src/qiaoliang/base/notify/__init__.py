"""Telling officers that something waits for them: inside the product, without a personal word in the row."""
