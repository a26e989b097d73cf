"""Addresses that a list names: which are refused, and how they are called without a password."""

from __future__ import annotations

from pathlib import Path

import pytest

from keyguard.fleet.network.fetch import fetch
from keyguard.fleet.network.source import Source, SourceError, source_of
from tests.fleet.fetch.stored import PASSWORD
from tests.fleet.networks import UNLIMITED, Fleet


@pytest.mark.parametrize(
    "url",
    [
        "",
        "\n",
        "https://example.org/a\nhttps://example.org/b",
        "ext::sh -c 'touch pwned'",
        "ext::sh -c touch% pwned",
        "fd::17",
        "transport-helper::https://example.org/",
        "--upload-pack=touch pwned",
        "-u",
        "--",
        "-oProxyCommand=touch pwned",
        "ext://sh",
        "ftp://example.org/a.git",
        "javascript://example.org/",
        "https://",
        "https:///path",
        f"https://user:{PASSWORD}/x@example.org/a.git",
        "ssh://-oProxyCommand=x/path",
        "file://elsewhere/path",
        "file://../relative",
        "http://[::1",
    ],
)
def test_refused_addresses(url: str) -> None:
    with pytest.raises(SourceError) as refused:
        source_of(url)
    assert PASSWORD not in str(refused.value)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.org/a.git", "https://example.org/a.git"),
        (f"https://user:{PASSWORD}@example.org/a.git", "https://example.org/a.git"),
        (f"https://{PASSWORD}@example.org/a.git", "https://example.org/a.git"),
        (f"https://us%40er:{PASSWORD}@example.org:8443/a", "https://example.org:8443/a"),
        (f"https://a@b:{PASSWORD}@example.org/a", "https://example.org/a"),
        (f"https://example.org/a.git?token={PASSWORD}", "https://example.org/a.git"),
        (f"https://example.org/a.git#{PASSWORD}", "https://example.org/a.git"),
        ("ssh://git@example.org/a.git", "ssh://git@example.org/a.git"),
        (f"ssh://git:{PASSWORD}@example.org:22/a.git", "ssh://git@example.org:22/a.git"),
        ("git@example.org:owner/a.git", "git@example.org:owner/a.git"),
        ("git://example.org/a", "git://example.org/a"),
        ("file:///srv/a%20b.git", "/srv/a b.git"),
        ("file://localhost/srv/a.git", "/srv/a.git"),
        ("/srv/a.git", "/srv/a.git"),
        ("/srv/../srv/a.git/", "/srv/a.git"),
    ],
)
def test_names_of_addresses(url: str, name: str) -> None:
    source = source_of(url)
    assert source.name == name
    assert source.id == source_of(name).id
    assert PASSWORD not in repr(source)


def test_hostile_source_without_check(fleet: Fleet, tmp_path: Path) -> None:
    """Whoever makes a source by hand is refused as well."""
    for url in ("ext::sh -c 'touch pwned'", f"--upload-pack=touch {tmp_path}/pwned"):
        state = fetch(fleet.store, Source("x", url, "0" * 16), UNLIMITED)
        assert state.state == "failed"
        assert state.reason
    assert not list(tmp_path.rglob("pwned"))
