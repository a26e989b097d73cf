"""Leaked keys on their way out: which steps are done, when and by whom, in a committed file."""
