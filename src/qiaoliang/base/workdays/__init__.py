"""Working days by the State Council's calendar, and deadlines that explain every day they counted."""
