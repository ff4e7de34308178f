"""The product, filled and asked as the minimal view is."""
