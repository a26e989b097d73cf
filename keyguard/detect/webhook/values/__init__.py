"""What a name has for a value: behind it, in front of it, in its column, cell or member."""
