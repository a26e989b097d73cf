"""Takes the picture of the HTML report that README.md shows: ``python -m tests.docs.picture``.

The page is that of the repository of ``shop.toml``, as a headless Chromium shows it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.docs.pages import PROJECT
from tests.docs.shop import make_shop
from tests.tools import keyguard

PICTURE = PROJECT / "docs" / "images" / "report.png"
WIDTH, HEIGHT = 1000, 760
"""Pixels."""


def take(browser: str) -> None:
    """Writes the picture."""
    with tempfile.TemporaryDirectory() as folder:
        shop = make_shop(Path(folder) / "shop")
        page = shop.path / "keyguard.html"
        keyguard("audit", "-f", "html", "-o", page.name, cwd=shop.path)
        subprocess.run(
            [
                browser,
                "--headless",
                "--no-sandbox",
                "--hide-scrollbars",
                f"--user-data-dir={folder}/browser",
                f"--window-size={WIDTH},{HEIGHT}",
                f"--screenshot={PICTURE}",
                page.as_uri(),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else "chromium")
