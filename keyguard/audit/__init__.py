"""What an audit adds to findings: the repository's habits."""
