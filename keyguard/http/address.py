"""The addresses of a host, looked up once: the ones that were checked are the ones connected to."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

from keyguard.http.origin import Origin
from keyguard.model.record import NamedTuple


class NoAnswerError(Exception):
    """There is no answer; the message is the reason, without a full stop."""

    def __init__(self, reason: str, timed_out: bool = False) -> None:
        super().__init__(reason)
        self.timed_out = timed_out


class Address(NamedTuple):
    """An address that a socket connects to."""

    family: socket.AddressFamily
    location: tuple[Any, ...]
    """The location in its family: ``(host, port)``, and two more numbers for IPv6."""

    @property
    def is_loopback(self) -> bool:
        """Whether the host is certainly this machine."""
        address = ipaddress.ip_address(str(self.location[0]).partition("%")[0])
        mapped = getattr(address, "ipv4_mapped", None)
        return (mapped or address).is_loopback


def addresses_of(origin: Origin) -> tuple[Address, ...]:
    """Every address of the host, at least one. Raises ``NoAnswerError``."""
    try:
        found = socket.getaddrinfo(origin.host, origin.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAnswerError(f"the name {origin.host} can't be resolved") from error
    addresses = [Address(family, location) for family, _, _, _, location in found]
    if not addresses:
        raise NoAnswerError(f"the name {origin.host} has no address")
    return tuple(dict.fromkeys(addresses))


def all_loopback(addresses: tuple[Address, ...]) -> bool:
    """Whether none of the addresses is another machine's."""
    return all(address.is_loopback for address in addresses)
