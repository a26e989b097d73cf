"""What a path and its neighbourhood mean for the credentials that are found there."""
