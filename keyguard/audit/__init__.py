"""What an audit adds to findings: how far credentials have spread, and the repository's habits."""
