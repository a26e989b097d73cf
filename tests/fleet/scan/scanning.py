"""``keyguard fleet scan``, and what a repository of it has alone."""

from __future__ import annotations

from pathlib import Path

from tests.tools import Repository, Result, keyguard


def scan(tmp_path: Path, *arguments: str | Path, **more: object) -> Result:
    return keyguard("fleet", "scan", *arguments, cwd=tmp_path, **more)  # type: ignore[arg-type]


def alone(repository: Repository) -> frozenset[tuple[str, str, str]]:
    """What ``keyguard history`` finds in a clone."""
    clone = repository.path.parent / f"{repository.path.name}-clone"
    repository.git("clone", "--quiet", "--mirror", "--no-local", ".", str(clone))
    result = keyguard("history", clone, "--no-config", "--format", "json", cwd=clone)
    return frozenset(
        (each["rule"], each["path"], each["fingerprint"]) for each in result.json["findings"]
    )
