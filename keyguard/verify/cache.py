"""The Gateway's verdicts in the user's cache, each under the key's digest.

The key itself is never kept, nor is what is unknown: it may be known a moment later.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress

from keyguard.http.origin import Origin
from keyguard.model.liveness import Liveness, LivenessCheck
from keyguard.storage.user_cache import cache_folder, read_kept, store
from keyguard.verify.request import VERSION

SUFFIX = ".liveness"
HOUR = 3600
VALID = {Liveness.ALIVE: HOUR, Liveness.DEAD: 30 * 24 * HOUR}
"""Seconds for which verdicts count. A dead key does not come back; a live one may be revoked by
now."""


CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
"""Variables that make OpenSSL trust other certificates than the system does."""


class Cache:
    """The answers of one host, as seen with one choice of certificates."""

    def __init__(self, origin: Origin, ca: str | None) -> None:
        self._folder = cache_folder()
        trusted = "\0".join(os.environ.get(name, "") for name in CERTIFICATES)
        self._asked = f"{origin}\0{VERSION}\0{ca}\0{trusted}"

    def get(self, digest: str) -> LivenessCheck | None:
        """The verdict on a key; None if there is none, or none that still counts."""
        path = self._path(digest)
        if path is None:
            return None
        try:
            kept = json.loads(read_kept(path) or b"null")
            check = LivenessCheck(Liveness(kept["liveness"]), str(kept["reason"]))
            age = time.time() - float(kept["asked"])
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return None
        return check if 0 <= age < VALID.get(check.liveness, 0) else None

    def put(self, digest: str, check: LivenessCheck) -> None:
        """Keeps a verdict that was just obtained, if it can be kept."""
        path = self._path(digest)
        if path is None or check.liveness not in VALID:
            return
        kept = {"liveness": check.liveness.value, "reason": check.reason, "asked": time.time()}
        with suppress(OSError):
            store(path, json.dumps(kept).encode("ascii"))

    def _path(self, digest: str) -> str | None:
        if self._folder is None:
            return None
        name = hashlib.sha256(f"{digest}\0{self._asked}".encode()).hexdigest()
        return os.path.join(self._folder, name + SUFFIX)
