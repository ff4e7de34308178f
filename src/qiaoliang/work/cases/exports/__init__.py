"""Taking a list out as a table: the rows of the page, all of them, masked as there, and written down who took what."""
