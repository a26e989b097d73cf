"""How the Gateway sends a webhook's secret, ``Authorization: Bearer SECRET``, and others do not."""

AUTHORIZATION = "Authorization"
BEARER = "Bearer "
"""The scheme, with the space behind it."""
SIGNED = "webhook.signing_key"
"""What those are called in findings that sign. The Gateway signs nothing, so they are another
service's."""
LONGEST_SECRET = 512
"""Characters of the longest literal that is taken for a secret. Expressions repeat the number as
``{1,512}``, which is easier to read than a name within one.
"""
