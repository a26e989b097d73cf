"""What is remembered of packs that were read whole, so that they need not be read again."""
