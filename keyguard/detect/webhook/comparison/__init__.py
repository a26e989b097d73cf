"""Secrets that code compares the header of a webhook's call with."""
