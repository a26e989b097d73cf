"""What programs read from env files: a row for each dialect, and one parser."""
