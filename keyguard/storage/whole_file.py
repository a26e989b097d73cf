"""A file that others read is either the old one or the new one, and never half of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Writes ASCII text in one go. Raises ``OSError`` if it can't be written."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f"{path.name}.") as folder:
        beside = Path(folder) / "new"
        beside.write_text(text, "ascii", newline="\n")
        os.chmod(beside, 0o644)
        os.replace(beside, path)
