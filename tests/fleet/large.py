"""A made-up fleet of any size, as records: for what a page or a store of many findings is like."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from keyguard.fingerprint import digest, fingerprint
from keyguard.fleet.records import FoundIn, Record, RepositoryState, Unread
from keyguard.fleet.store.database import Store
from tests.fleet.made import HERE, STAMP
from tests.samples import body

_KINDS = {
    "production-key": ("pk_", "high"),
    "staging-key": ("sk_", "medium"),
    "webhook-secret": ("", "critical"),
}
_PATHS = (
    ".env.production", "config/staging.yml", "src/app.py", ".github/workflows/deploy.yml",
    "web/src/main.ts", "docs/notes.md", "test/fixtures.json",
)  # fmt: skip
_ENVIRONMENTS = ("production", "staging", "none", "none", "none", "development", "test")


def fill(path: Path, findings: int, forks: int = 4, in_each: int = 20) -> None:
    """Makes a store of about so many findings: networks of so many forks, which share most."""
    with Store.open(path) as store:
        run = store.begin_run(STAMP)
        for number in range(findings // (forks * in_each)):
            store.ingest(run, network(number, forks, in_each))
        store.end_run(run)


def network(number: int, forks: int, in_each: int) -> Iterator[Record]:
    """The records of one network."""
    chosen = random.Random(number)
    shared = [_finding(chosen, f"{number} {each}") for each in range(in_each)]
    for fork in range(forks):
        source = f"{HERE}owner-{fork}/project-{number}"
        head = f"{chosen.getrandbits(160):040x}"
        yield RepositoryState(source, f"network-{number}", "scanned", head=head, size=10**6)
        for found in shared:
            yield FoundIn(source, {**found, "state": chosen.choice(("head", "head", "history"))})
        if not chosen.randrange(50):
            yield Unread(source, "data/archive.zip", "it is damaged, so it could not be opened.")


def _finding(chosen: random.Random, seed: str) -> dict[str, object]:
    kind = chosen.choice([*_KINDS])
    prefix, severity = _KINDS[kind]
    # A third of all values is known elsewhere in the fleet, too.
    value = prefix + body(chosen.randrange(1000) if not chosen.randrange(3) else seed)
    place = chosen.randrange(len(_PATHS))
    path = f"part-{chosen.randrange(30)}/{_PATHS[place]}" if place != 3 else _PATHS[3]
    return {
        "rule": kind,
        "severity": severity,
        "confidence": "high",
        "message": f"This is a {kind}: whoever reads it can send messages in your name.",
        "fix": "1. Revoke it.\n2. Make a new one.",
        "fingerprint": fingerprint(kind, value, path.encode()),
        "credential": {
            "kind": kind, "vendor": "connexease", "redacted": f"{value[:7]}****",
            "digest": digest(value),
        },
        "environment": _ENVIRONMENTS[place],
        "surface": "frontend" if place == 4 else "none",
        "path": path,
        "line": chosen.randrange(1, 400),
        "column": 5,
        "end_line": 1,
        "end_column": 40,
        "via": [],
        "occurrences": 1,
        "commit": f"{chosen.getrandbits(160):040x}",
        "author": "Ada Author <ada@example.org>",
        "date": f"20{chosen.randrange(15, 26)}-0{chosen.randrange(1, 10)}-11T12:00:00+00:00",
        "state": "head",
        "refs": ["refs/heads/main"],
        "suppressed": None,
    }  # fmt: skip
