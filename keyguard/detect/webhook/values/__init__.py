"""The value that belongs to a name: behind it, in front of it, in its column, cell or member."""
