"""留存: what is kept of a case that has ended, for how long, and how it is erased: seen by one person, confirmed by another."""
