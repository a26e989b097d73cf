"""How the Gateway sends a webhook's secret, ``Authorization: Bearer SECRET``, and others do not."""

AUTHORIZATION = "Authorization"
BEARER = "Bearer "
"""The scheme, with the space behind it."""
SIGNED = "webhook.signing_key"
"""What those are called in findings that sign. The Gateway signs nothing, so they are another
service's."""
