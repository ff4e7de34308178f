"""What goes wrong outside: bad input, two people at once, a server killed in the middle."""
