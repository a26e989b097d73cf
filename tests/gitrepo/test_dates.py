"""When a message was written, with the time zone of its author."""

from __future__ import annotations

import pytest

from tests.samples import production_key
from tests.tools import Repository, scan_json

NOON = 1_767_268_800
"""The noon of 1 January 2026 in Greenwich, in seconds since 1970."""

DATES = {
    "+0000": "2026-01-01T12:00:00+00:00",
    "-0000": "2026-01-01T12:00:00+00:00",
    "+0300": "2026-01-01T15:00:00+03:00",
    "+0545": "2026-01-01T17:45:00+05:45",
    "+1400": "2026-01-02T02:00:00+14:00",
    "-0030": "2026-01-01T11:30:00-00:30",
    "-0330": "2026-01-01T08:30:00-03:30",
    "-0800": "2026-01-01T04:00:00-08:00",
    "-1200": "2026-01-01T00:00:00-12:00",
    "+9999": "",
    "-9999": "",
}
"""Zone -> the date. Nothing is a day or more away from Greenwich."""


@pytest.mark.parametrize("type_", ["commit", "tag"])
def test_zones_on_both_sides_of_greenwich(repository: Repository, type_: str) -> None:
    start = repository.commit()
    tree = repository.git("rev-parse", "HEAD^{tree}")
    keys = {zone: production_key(zone) for zone in DATES}
    for number, (zone, key) in enumerate(keys.items()):
        when = f"A <a@example.org> {NOON} {zone}"
        head = (
            f"tree {tree}\nauthor {when}\ncommitter A <a@example.org> 1 +0100"
            if type_ == "commit"
            else f"object {start}\ntype commit\ntag t{number}\ntagger {when}"
        )
        stored = repository.git(
            "hash-object", "-w", "--literally", "-t", type_, "--stdin",
            stdin=f"{head}\n\nThe key of {number} is {key}\n".encode(),
        )  # fmt: skip
        repository.git("update-ref", f"refs/tags/t{number}", stored)
    findings = scan_json("history", "--show-secrets", cwd=repository.path).json["findings"]
    dates = {each["credential"]["secret"]: each["date"] for each in findings}
    assert dates == {key: DATES[zone] for zone, key in keys.items()}
