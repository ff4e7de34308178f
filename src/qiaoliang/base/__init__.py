"""What every domain stands on; see ARCHITECTURE.md for the order of its packages."""
