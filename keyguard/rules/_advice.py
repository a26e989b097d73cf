"""What to do first: the steps that several rules share.

The order is the Gateway documentation's: revoke and replace a compromised key, update the
environment, then restart. A cleaned history does not make a leaked key safe.
"""

from __future__ import annotations

from functools import lru_cache

from keyguard.model import Context, Detection, Kind, Severity
from keyguard.model.finding import CLEAN_HISTORY
from keyguard.model.record import NamedTuple
from keyguard.rules._foreign import is_foreign_webhook, vendor_of, where_webhook_is_set


class Verdict(NamedTuple):
    """What a rule says. ``severity`` overrides the rule's own where the case is milder.

    ``also`` is what a rule that replaces this one should add; empty if it says it anyway. ``span``
    is where in the detection's view it is, if that is not the detection itself.
    """

    message: str
    fix: str
    severity: Severity | None = None
    also: str = ""
    span: tuple[int, int] | None = None


LESSER_KEY_RULES = (
    "production-key",
    "staging-key",
    "production-key-in-staging",
    "staging-key-in-production",
    "key-in-url",
    "webhook-secret-is-api-key",
)
"""What is said of a key that nobody is shipped: silent where the key reaches users."""

MAKE_A_SECRET = "keyguard secret"


@lru_cache(maxsize=64)
def steps(*lines: str) -> str:
    """Numbered steps, a line each."""
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def rotate(detection: Detection, here: str) -> str:
    """How to replace a leaked credential; ``here`` is the step that suits its place."""
    if detection.kind is Kind.WEBHOOK_SECRET:
        return replace_webhook_secret(detection, here)
    if detection.kind is Kind.VENDOR_KEY:
        vendor = vendor_of(detection)
        return _replace_key("key", f"{vendor.name}'s dashboard ({vendor.revoke_at})", here)
    dashboard = "the Gateway's dashboard (Settings, API Keys)"
    return _replace_key(detection.kind.words, dashboard, here)


@lru_cache(maxsize=64)
def _replace_key(key: str, dashboard: str, here: str) -> str:
    return steps(
        f"Revoke this {key} in {dashboard}.",
        f"Create a new {key} there.",
        "Put the new key in the environment of the service that uses it.",
        "Restart the service.",
        here,
        CLEAN_HISTORY,
    )


READ_FROM_ENVIRONMENT = "Read the key from an environment variable here."
READ_SECRET_FROM_ENVIRONMENT = "Read the secret from an environment variable here."


def move_to_server(context: Context) -> str:
    """What to do where the key reaches users; with the place of server code in such a project."""
    server = context.server_place or "your own server"
    return f"Call the Gateway from {server} instead, and take the key out of here."


def unclear_environment(context: Context) -> str:
    """How to say which environment a configuration is for, where it does not; empty if it does."""
    if not context.ambiguous:
        return ""
    return (
        " The file does not say clearly which environment it is for: name it under [environments] "
        "in .keyguard.toml."
    )


_FEW = 20
"""Bits of a number that people read more easily than a power."""


def guesses(bits: float) -> str:
    """How many tries a secret takes, for people: ``8,000 guesses``, ``2^128 guesses``."""
    if bits >= _FEW:
        return f"2^{bits:.0f} guesses"
    count = 2**bits
    return f"{round(count, -len(str(int(count))) + 1):,.0f} guesses" if count >= 2 else "one guess"


def replace_webhook_secret(detection: Detection, here: str = READ_SECRET_FROM_ENVIRONMENT) -> str:
    """How to replace a webhook secret that is known or can be guessed."""
    dashboard = "the Gateway's dashboard"
    make = f"Make a strong secret: `{MAKE_A_SECRET}`, or `openssl rand -hex 32`."
    if is_foreign_webhook(detection):
        dashboard = where_webhook_is_set(detection)
        make = f"Make a strong secret (`{MAKE_A_SECRET}`), unless that service makes it for you."
    return steps(
        make,
        f"Set it for the webhook in {dashboard}.",
        "Put it in the environment of the service that receives the webhook.",
        "Restart the service.",
        here,
        CLEAN_HISTORY,
    )
