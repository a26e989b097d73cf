"""Credentials that the user's own rules describe."""
