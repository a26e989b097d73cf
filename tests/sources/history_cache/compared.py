"""Runs with the cache of histories and without it, compared, and what their inputs consist of."""

from __future__ import annotations

from pathlib import Path

from tests.tools import Repository, Result, keyguard

CACHE = "--cache"


def env(key: str) -> str:
    return f"GATEWAY_API_KEY={key}\n"


def run(repository: Repository, *options: str, command: str = "history") -> Result:
    return keyguard(command, *options, "-f", "json", "-q", cwd=repository.path)


def taken(result: Result) -> int:
    objects = result.json["cache"]["objects"]
    assert isinstance(objects, int)
    return objects


def assert_same(repository: Repository, *options: str, command: str = "history") -> int:
    """That a run with the cache says what one without it says. Returns what was taken from it."""
    alone = run(repository, *options, command=command)
    cached = run(repository, *options, CACHE, command=command)
    assert cached.code == alone.code
    document = cached.json
    del document["cache"]
    assert document == alone.json
    return taken(cached)


def packs(repository: Repository) -> list[Path]:
    return sorted((repository.path / ".git/objects/pack").glob("*.pack"))


def objects(repository: Repository) -> int:
    listed = repository.git("cat-file", "--batch-all-objects", "--batch-check", "--unordered")
    return len(listed.splitlines())


def spoil(file: Path, at: int) -> None:
    content = bytearray(file.read_bytes())
    content[at] ^= 0x55
    file.chmod(0o644)
    file.write_bytes(content)


def loose(repository: Repository, id_: str) -> Path:
    return repository.path / ".git/objects" / id_[:2] / id_[2:]


def kept(cache: Path) -> Path:
    (path,) = cache.glob("*.history")
    return path
