"""Secrets that code compares with the header of a webhook's call."""
