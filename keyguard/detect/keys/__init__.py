"""Keys of the Gateway."""
