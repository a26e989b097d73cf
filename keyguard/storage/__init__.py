"""Files that keyguard keeps: in the user's cache, or written in one go."""
