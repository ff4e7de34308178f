"""Photos and PDFs that people add: checked by content, cleaned in a process of their own, sealed on disk."""
