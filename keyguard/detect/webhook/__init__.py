"""Webhook secrets: where they are named, and what they are set to."""
