"""Keys of other vendors, and whose value it is."""
