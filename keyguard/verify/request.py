"""The request that tries a key: it is authenticated, limited and billed, and sends nothing.

``is_fake`` makes the Gateway do everything but send (docs.gateway.connexease.com, Quickstart); the
body names no recipient either, so even without that nobody would get a message.
"""

from __future__ import annotations

from keyguard.http.exchange import Request
from keyguard.http.origin import HTTPS, Origin

GATEWAY = Origin(HTTPS, "api.gateway.connexease.com", 443)
TARGET = "/v1/wa/message?is_fake=true"
BODY = b"{}"
VERSION = 1
"""Counts up when the request changes, or the meaning of its answers does."""
SECONDS = 5.0
"""Seconds to wait for an answer."""


def request_for(key: str) -> Request:
    """The request that tries a key."""
    headers = {
        "Authorization": f"Bearer {key}",
        "Content-Type": "application/json",
        "Accept": "application/json",
    }
    return Request(TARGET, headers, BODY)
