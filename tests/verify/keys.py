"""Keys to verify, and folders that hold them."""

from __future__ import annotations

from pathlib import Path

from tests.samples import production_key, staging_key

FIRST, SECOND = (production_key(f"verify {n}") for n in range(2))
STAGING = staging_key("verify")


def with_files(tmp_path: Path, **files: str) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder
