"""The way to the Gateway: encrypted, through the user's proxy if there is one; or to this machine.

Only an option names the host. Nothing in a scanned repository has a say in it.
"""

from __future__ import annotations

from keyguard.errors import KeyguardError
from keyguard.http.address import addresses_of, all_loopback
from keyguard.http.exchange import Route
from keyguard.http.origin import Origin
from keyguard.http.proxy import proxy_for
from keyguard.http.trust import tls_context


def route_to(origin: Origin, ca: str | None) -> Route:
    """The way to the Gateway, with the addresses of now.

    Raises ``KeyguardError`` if a key would travel in the clear, and ``NoAnswerError`` if the host,
    or the proxy, has no address.
    """
    proxy = proxy_for(origin)
    addresses = addresses_of(proxy.origin if proxy else origin)
    if origin.is_tls:
        return Route(origin, addresses, tls_context(ca), proxy)
    if not all_loopback(addresses):
        raise KeyguardError(
            f"{origin} is neither https nor this machine, and keys go nowhere else; use https."
        )
    return Route(origin, addresses)
