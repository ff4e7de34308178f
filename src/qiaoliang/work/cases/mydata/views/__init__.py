"""Pages: the person's own, the officers' desk."""
