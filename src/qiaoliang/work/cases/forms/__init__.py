"""What people fill in. A form cleans; the action decides."""
