"""The part of an audit beside findings: the repository's habits."""
