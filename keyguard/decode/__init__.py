"""From bytes to readable text."""

from keyguard.decode.text import encoding_of, excerpt, views

__all__ = ["encoding_of", "excerpt", "views"]
