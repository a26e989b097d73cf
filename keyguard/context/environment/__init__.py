"""Which deployment a file configures."""
