"""What a store holds, and what it must not."""

from __future__ import annotations

from pathlib import Path

from tests.samples import body

PASSWORD = body("password of an address", 20)


def everything_in(folder: Path) -> dict[str, bytes]:
    """Each file below a folder, but for the file of known networks, which may have grown."""
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.startswith("networks.sqlite")
    }
