"""What stands where a value belongs and is none."""
