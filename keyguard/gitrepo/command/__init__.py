"""The git program: the only folder that starts it."""
