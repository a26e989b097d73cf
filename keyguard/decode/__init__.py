"""From bytes to readable text."""

from keyguard.decode.text import views

__all__ = ["views"]
