"""How code calls the Gateway: its host, and its Authorization header."""
