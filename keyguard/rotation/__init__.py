"""Leaked keys on their way out: the steps done, when and by whom, in a committed file."""
