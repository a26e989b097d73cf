"""Asks the Gateway for ``verify`` and ``rotation close``: options, the question, the list."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from keyguard.cli.console import say, tell
from keyguard.cli.shared_options import Command, with_options
from keyguard.errors import KeyguardError
from keyguard.http.origin import Origin, parse_origin
from keyguard.http.trust import read_ca
from keyguard.model import Kind
from keyguard.model.record import NamedTuple
from keyguard.report.redact import mask
from keyguard.report.sanitize import write_json
from keyguard.verify.ask import Checks, all_unknown, ask
from keyguard.verify.cache import Cache
from keyguard.verify.request import GATEWAY
from keyguard.verify.route import route_to

SCHEMA = "keyguard-verify-dry-run/1"

_OPTIONS = (
    click.option(
        "--host", default=GATEWAY.host, metavar="HOST[:PORT]", show_default=True,
        help="Ask this host; http:// only works for a test server on this machine.",
    ),
    click.option(
        "--ca", type=click.Path(path_type=Path), metavar="FILE",
        help="Trust the certificates of this PEM file too.",
    ),
    click.option("-y", "--yes", is_flag=True, help="Send without asking first."),
)  # fmt: skip


def gateway_options(command: Command) -> Command:
    """Adds the options that say where to ask, and whether to ask without a question."""
    return with_options(command, _OPTIONS)


class Gateway(NamedTuple):
    """Where to ask, which certificates to trust, and whether the user agreed already."""

    origin: Origin
    ca: str | None
    agreed: bool

    @classmethod
    def named(cls, host: str, ca: Path | None, yes: bool) -> Gateway:
        """The Gateway that the options name. Raises ``KeyguardError``."""
        return cls(parse_origin(host, "the host (--host)"), read_ca(ca), yes)

    def ask(self, keys: Mapping[str, str], most: int, fresh: bool = False) -> Checks:
        """The verdict on each key, known already or asked for now; ``keys`` are by their digests.

        Raises ``KeyguardError`` if nobody agrees, or if the way there is not safe.
        """
        cache = Cache(self.origin, self.ca)
        known = {} if fresh else _known(keys, cache)
        others = [digest for digest in keys if digest not in known]
        asked = {digest: keys[digest] for digest in others[:most]}
        left = {digest: keys[digest] for digest in others[most:]}
        if asked:
            self._agree(len(asked))
        checks = ask(asked, lambda: route_to(self.origin, self.ca), cache.put)
        return {**known, **checks, **all_unknown(left, f"more than {most} (--max) were found")}

    def _agree(self, count: int) -> None:
        """A question on a terminal; elsewhere ``--yes`` has to be the answer."""
        what = f"{count} key{'' if count == 1 else 's'} to {self.origin}"
        if self.agreed:
            say(f"sends {what}, one a second.")
            return
        if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr)):
            raise KeyguardError(
                f"nobody agreed to send {what}; give --yes if that is what you want, or look first "
                "with `keyguard verify --dry-run`."
            )
        click.confirm(f"Send {what}?", abort=True, err=True)


def list_keys(keys: Mapping[str, str], gateway: Gateway, *, fresh: bool, as_json: bool) -> None:
    """What would be sent, and where to, without a value."""
    known = {} if fresh else _known(keys, Cache(gateway.origin, gateway.ca))
    rows = [
        {
            "digest": digest,
            "redacted": mask(key, Kind.PRODUCTION_KEY),
            "known": known[digest].liveness.value if digest in known else None,
        }
        for digest, key in keys.items()
    ]
    if as_json:
        write_json(
            {"schema": SCHEMA, "command": "verify", "host": str(gateway.origin), "keys": rows},
            sys.stdout,
        )
        return
    for row in rows:
        known_as = f"  known: {row['known']}" if row["known"] else ""
        tell(f"{row['digest']}  {row['redacted']}{known_as}")
    tell(f"{len(rows) - len(known)} would be sent to {gateway.origin}.")


def _known(keys: Mapping[str, str], cache: Cache) -> Checks:
    found = ((digest, cache.get(digest)) for digest in keys)
    return {digest: check for digest, check in found if check is not None}
