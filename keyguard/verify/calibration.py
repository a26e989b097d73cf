"""Whether the answers can be believed: a key that nobody has must be dead.

A login page, a proxy or a server that is not the Gateway may answer anything to everything. It
gives itself away by what it says of a key that was made up a moment ago.
"""

from __future__ import annotations

import secrets
import string

from keyguard.model.liveness import Liveness, LivenessCheck

ALPHABET = string.ascii_letters + string.digits
LENGTH = 32
PREFIX = "pk_"


def made_up_key() -> str:
    """A key in the documented form, another each time."""
    return PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def doubt(check: LivenessCheck) -> str:
    """Why nothing that comes from there can be believed; empty if it can be.

    ``check`` is what came of asking about a key that was made up.
    """
    if check.liveness is Liveness.DEAD:
        return ""
    return f"a made-up key was not refused as the Gateway refuses it ({check.reason})"
