"""The table of vendors is loaded for what may be a vendor's key, and for nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.samples import body

LOADED = """
import sys
from keyguard.cli import main
try:
    main()
except SystemExit:
    print("keyguard.vendors.table" in sys.modules, file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("line", "loaded"),
    [
        ("task_id = disk_usage(mask_of(x))", False),
        ("walk_bulk_items = work_through", False),
        ("ALTER TABLE a DROP CONSTRAINT pk_users", False),
        ("KEY=sk_live_" + body("loading", 24), True),
        ("KEY=gsk_" + body("loading", 52), True),
    ],
)
def test_is_loaded_where_a_key_may_be(tmp_path: Path, line: str, loaded: bool) -> None:
    (tmp_path / "a.txt").write_text(f"{line}\n", "utf-8")
    finished = subprocess.run(
        [sys.executable, "-c", LOADED, "scan", "a.txt", "--quiet"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert finished.stderr.decode().split() == [str(loaded)]
