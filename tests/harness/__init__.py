"""What the tests stand on: a temporary PostgreSQL, a real browser, no network, and ``qiao test`` itself."""
