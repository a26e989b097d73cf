#!/usr/bin/env bash
# To delete a row by its token, or to mask the token, writes it into the table's log, in clear, where it stays when the data is cleaned up.
#
# Versions: deltalake 1.6.6, pylance 14.0.2, pyarrow 26.0.1 (PyPI).
# Expected: `delete("token = '...'")` marks the row or writes the others anew. When the files of old versions are removed, the token is nowhere.
# Seen (2026-11-30): Delta Lake writes the condition of a delete or an update into the log as it was given, as JSON. `vacuum` removes the data
#   and leaves the log, and so do a checkpoint and the cleaning of the log, which keeps 30 days. The least and the greatest token
#   of the column are there by whatever they were deleted, as statistics of files that are no more. Lance writes the condition into
#   a transaction and into the manifest; removing old versions leaves both, since they are those of the new one. There it takes
#   a compaction as well, which also removes the row itself.
# Why it matters: this is what is done when a key has got into a table by mistake. Before it was one of many in compressed columns; now it is
#   in a file of text that says that it was to be deleted. By the number of its row most would have been gone.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq deltalake==1.6.6 pylance==14.0.2 pyarrow==26.0.1

cat > delete.py <<'END'
import random
import string
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import deltalake
import lance
import pyarrow

chance = random.Random(79)
tokens = sorted("".join(chance.choices(string.ascii_letters, k=32)) for _ in range(100))
rows = pyarrow.table({"row": list(range(100)), "token": tokens})
conditions = {
    "by its token": (50, f"token = '{tokens[50]}'"),
    "by its row": (50, "row = 50"),
    "the least token, by its row": (0, "row = 0"),
}


def of_delta(folder: Path, condition: str, masked: bool = False) -> Iterator[str]:
    deltalake.write_deltalake(folder, rows)
    table = deltalake.DeltaTable(folder)
    if masked:
        table.update({"token": "'masked'"}, predicate=condition)
    else:
        table.delete(condition)
    table.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False)
    yield "vacuum"
    table.create_checkpoint()
    table.cleanup_metadata()
    yield "cleaning of the log"


def of_lance(folder: Path, condition: str) -> Iterator[str]:
    lance.write_dataset(rows, folder).delete(condition)
    clean = {"older_than": timedelta(0), "delete_unverified": True}
    lance.dataset(folder).cleanup_old_versions(**clean)
    yield "removal of old versions"
    lance.dataset(folder).optimize.compact_files(materialize_deletions_threshold=0.0)
    lance.dataset(folder).cleanup_old_versions(**clean)
    yield "compaction"


ways = {"delta, deleted": of_delta, "delta, masked": partial(of_delta, masked=True), "lance, deleted": of_lance}
for way, steps in ways.items():
    for case, (row, condition) in conditions.items():
        folder = Path(f"{way} {case}")
        for step in steps(folder, condition):
            files = [path for path in folder.rglob("*") if path.is_file()]
            found = {path.parent.name for path in files if tokens[row].encode() in path.read_bytes()}
            print(f"{folder}, {step}:", *sorted("data" if each == folder.name else each for each in found) or ["nowhere"])
END
cat > expected <<'END'
delta, deleted by its token, vacuum: _delta_log
delta, deleted by its token, cleaning of the log: _delta_log
delta, deleted by its row, vacuum: nowhere
delta, deleted by its row, cleaning of the log: nowhere
delta, deleted the least token, by its row, vacuum: _delta_log
delta, deleted the least token, by its row, cleaning of the log: _delta_log
delta, masked by its token, vacuum: _delta_log
delta, masked by its token, cleaning of the log: _delta_log
delta, masked by its row, vacuum: nowhere
delta, masked by its row, cleaning of the log: nowhere
delta, masked the least token, by its row, vacuum: _delta_log
delta, masked the least token, by its row, cleaning of the log: _delta_log
lance, deleted by its token, removal of old versions: _transactions _versions data
lance, deleted by its token, compaction: nowhere
lance, deleted by its row, removal of old versions: data
lance, deleted by its row, compaction: nowhere
lance, deleted the least token, by its row, removal of old versions: data
lance, deleted the least token, by its row, compaction: nowhere
END
env/bin/python delete.py | tee seen
diff expected seen >&2 || { echo "Changed: a deleted value is kept elsewhere now." >&2; exit 1; }
