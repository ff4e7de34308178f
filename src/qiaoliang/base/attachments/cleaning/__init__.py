"""Making a file anew in a process of its own, with limits on memory and time. No Django in here."""
