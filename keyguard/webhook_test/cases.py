"""The requests with which a handler is tested: for each the header, and the expected answer.

The Gateway sends the webhook's secret in the Authorization header, as ``Bearer SECRET``, and asks
for 401 where it is not that (docs.gateway.connexease.com, Authentication).
"""

from __future__ import annotations

import secrets

from keyguard.model.record import NamedTuple

OK, UNAUTHORIZED = 200, 401

SECRET = "{secret}"
"""Stands for the webhook's secret."""
STRANGER = "{random}"
"""Stands for a secret that nobody has."""


class Case(NamedTuple):
    """One request. ``header`` is the Authorization header; None for none."""

    name: str
    header: str | None
    expected: int = UNAUTHORIZED

    @property
    def sends(self) -> str:
        """The header as it is shown, without a secret."""
        if self.header is None:
            return "no Authorization"
        return self.header.replace(SECRET, "<secret>").replace(STRANGER, "<random>") or "(empty)"

    def filled(self, secret: str) -> str | None:
        """The header as it is sent."""
        if self.header is None:
            return None
        return self.header.replace(STRANGER, secrets.token_hex(24)).replace(SECRET, secret)


CASES = (
    Case("no header", None),
    Case("empty header", ""),
    Case("empty secret", "Bearer "),
    Case("wrong secret", f"Bearer {STRANGER}"),
    Case("undefined", "Bearer undefined"),
    Case("None", "Bearer None"),
    Case("null", "Bearer null"),
    Case("without the scheme", SECRET),
    Case("right secret", f"Bearer {SECRET}", OK),
)
"""All cases. The last has the handler do its work, so it comes when all others have been tried."""
