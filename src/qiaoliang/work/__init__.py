"""The domains of the work itself. They never import each other; a crossing is a named file in ``flows/``."""
