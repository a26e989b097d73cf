"""Tests one handler with all cases, one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from keyguard.errors import KeyguardError
from keyguard.http.address import Address, NoAnswerError, addresses_of, all_loopback
from keyguard.http.exchange import Request, Route, exchange
from keyguard.http.origin import Url, parse_origin
from keyguard.http.trust import tls_context
from keyguard.webhook_test.cases import CASES, Case
from keyguard.webhook_test.outcome import ANSWER_WITHIN, Outcome, of_answer, of_silence
from keyguard.webhook_test.payload import payload

PATIENCE = ANSWER_WITHIN
"""Seconds to wait for any answer."""


def route_to(url: Url, host_is_mine: str, ca: str | None) -> Route:
    """The way to the handler, which is on this machine unless ``host_is_mine`` names its host.

    Raises ``KeyguardError`` for the host of somebody else, and if there is none of that name.
    """
    try:
        addresses = addresses_of(url.origin)
    except NoAnswerError as error:
        raise KeyguardError(f"{error}, so nothing was tested; check the URL.") from error
    _check_owner(url, addresses, host_is_mine)
    return Route(url.origin, addresses, tls_context(ca) if url.origin.is_tls else None)


def outcomes(route: Route, target: str, secret: str) -> Iterator[Outcome]:
    """The outcome of each case. After one that reaches nobody, the others are not tried."""
    gone: NoAnswerError | None = None
    for case in CASES:
        if gone is not None:
            yield of_silence(case, gone)
            continue
        try:
            yield of_answer(case, exchange(route, _request(case, target, secret), PATIENCE))
        except NoAnswerError as error:
            gone = error if case is CASES[0] and not error.timed_out else None
            yield of_silence(case, error)


def _request(case: Case, target: str, secret: str) -> Request:
    headers = {"Content-Type": "application/json", "Accept": "*/*"}
    header = case.filled(secret)
    if header is not None:
        headers["Authorization"] = header
    return Request(target, headers, payload())


def _check_owner(url: Url, addresses: tuple[Address, ...], host_is_mine: str) -> None:
    if all_loopback(addresses):
        return
    if not host_is_mine:
        raise KeyguardError(
            f"{url.origin.host} is not this machine, and the secret only goes to whoever has it "
            f"already; if it is yours, say so with --host-is-mine {url.origin.host}."
        )
    if parse_origin(host_is_mine, "the host of --host-is-mine").host != url.origin.host:
        raise KeyguardError(
            f"--host-is-mine names another host than the URL, which is at {url.origin.host}."
        )
