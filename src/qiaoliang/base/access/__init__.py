"""Who may do what, where, and why. See README.md."""
