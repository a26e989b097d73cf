"""How the Gateway sends a webhook's secret: ``Authorization: Bearer SECRET``."""

AUTHORIZATION = "Authorization"
BEARER = "Bearer "
"""The scheme, with the space behind it."""
