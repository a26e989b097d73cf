"""Files that keyguard keeps: in the user's cache, or written as a whole."""
