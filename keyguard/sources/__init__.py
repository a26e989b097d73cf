"""The inputs of a scan: where content comes from."""
