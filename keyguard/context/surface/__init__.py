"""Where the code of a file runs."""
