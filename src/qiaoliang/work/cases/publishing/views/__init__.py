"""Pages: everybody's, the person's own consent, the officers' desk."""
