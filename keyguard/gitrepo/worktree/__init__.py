"""One work tree: its index, its refs, and the files beside a change."""
