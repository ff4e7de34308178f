"""What an officer has begun to write and not sent: kept sealed, for the writer alone, until it is sent or too old."""
