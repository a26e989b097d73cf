"""Asks the Gateway about keys, one a second, after a made-up one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from keyguard.http.address import NoAnswerError
from keyguard.http.exchange import Route, exchange
from keyguard.model.liveness import Liveness, LivenessCheck
from keyguard.verify.calibration import doubt, made_up_key
from keyguard.verify.envelope import judge
from keyguard.verify.request import SECONDS, request_for
from keyguard.verify.throttle import Throttle

Checks = dict[str, LivenessCheck]
"""The verdict on each key, by its digest."""
Keep = Callable[[str, LivenessCheck], None]


def ask(keys: Mapping[str, str], open_route: Callable[[], Route], keep: Keep) -> Checks:
    """The Gateway's verdict on each key; ``keys`` are by their digests.

    ``open_route`` may raise ``NoAnswerError``. ``keep`` gets each answer when it comes: a run that
    is stopped need not ask again.
    """
    if not keys:
        return {}
    try:
        route = open_route()
    except NoAnswerError as error:
        return all_unknown(keys, str(error))
    throttle = Throttle()
    reason = doubt(_checked(route, made_up_key(), throttle))
    if reason:
        return all_unknown(keys, reason)
    checks = {}
    for digest, key in keys.items():
        checks[digest] = _checked(route, key, throttle)
        keep(digest, checks[digest])
    return checks


def all_unknown(digests: Mapping[str, str], reason: str) -> Checks:
    """The verdict that nothing is known, for all of them."""
    return {digest: LivenessCheck(Liveness.UNKNOWN, reason) for digest in digests}


def _checked(route: Route, key: str, throttle: Throttle) -> LivenessCheck:
    throttle.wait()
    try:
        return judge(exchange(route, request_for(key), SECONDS))
    except NoAnswerError as error:
        return LivenessCheck(Liveness.UNKNOWN, str(error))
