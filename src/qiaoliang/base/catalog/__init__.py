"""What the office decides as rows: categories, duty lists, clocks, referrals, reasons, texts. Versioned, from a readable file."""
