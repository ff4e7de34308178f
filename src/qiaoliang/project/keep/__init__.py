"""Backup, restore and the keys' own safe copy: docs/operations/backup.md, docs/adr/0011-one-archive.md."""
