"""Is the installation sound? What was kept safe and when, what the clock did, and the page that says it all."""
