"""Puts the inputs of a folder into one file, as ``replay.c`` reads them, the smallest first.

python core/fuzz/keep.py FOLDER FILE
"""

from __future__ import annotations

import sys
from pathlib import Path

LARGEST = 48 * 1024
"""Bytes of a file; more is left out."""


def keep(folder: Path, file: Path) -> None:
    """Writes the file."""
    kept = b""
    for content in sorted((path.read_bytes() for path in folder.iterdir()), key=len):
        if len(kept) + len(content) > LARGEST:
            break
        kept += len(content).to_bytes(4, "little") + content
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(kept)


if __name__ == "__main__":
    keep(Path(sys.argv[1]), Path(sys.argv[2]))
