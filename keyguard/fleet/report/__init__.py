"""Reports on a whole fleet: its credentials, what breaks without them, and its gaps."""
