"""一周简报: every Monday the week before as figures, written once and kept, as a page, Word and PDF."""
