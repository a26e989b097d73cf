"""Whether the answers can be believed: a key that nobody has must be dead.

A login page, a proxy or a server that is not the Gateway may answer anything to everything. It
gives itself away by its verdict on a key that was made up a moment ago.
"""

from __future__ import annotations

import secrets
import string

from keyguard.model.liveness import Liveness, LivenessCheck

ALPHABET = string.ascii_letters + string.digits
LENGTH = 32
PREFIX = "pk_"


def made_up_key() -> str:
    """A key in the documented form, a different one each time."""
    return PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def doubt(check: LivenessCheck) -> str:
    """Why no answer from there can be believed; empty if they can be.

    ``check`` is the verdict on a made-up key.
    """
    if check.liveness is Liveness.DEAD:
        return ""
    return f"a made-up key was not refused as the Gateway refuses it ({check.reason})"
