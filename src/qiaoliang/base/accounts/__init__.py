"""Accounts: log-in, passwords, second factor. See README.md."""
