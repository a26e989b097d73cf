#!/usr/bin/env bash
# A Lance file of 600 rows holds every key in clear, one of 1,000 rows none; a Vortex file of 200 rows holds the first and the last of the alphabet.
#
# Versions: pylance 14.0.2, vortex-data 0.93.0, duckdb 2.0.1, pyarrow 26.0.1 (PyPI), each writing with its defaults, Parquet without compression.
# Expected: the text of a column is in the file as it is, or compressed, whatever the number of rows; and random letters cannot be
#   compressed, so a writer that chooses by itself leaves them alone.
# Seen (2026-12-01): all four have 20 keys in clear. Vortex and Lance store text with a table of symbols made from a sample (FSST), Vortex soon, Lance
#   somewhere between 21 and 35 thousand letters. Then bytes stand for letters that often follow each other, and no key is there whole,
#   although the file is larger than the keys are. In the Vortex file the smallest and the largest are left: its statistics. DuckDB says
#   of the column that it is DICT_FSST, and has all keys in clear. With "lance-encoding:compression": "none" Lance has them, too.
# Why it matters: `grep` finds a key in the file made for a test and none in the one of the production run, made by the same program. There
#   is nothing to unpack as a whole: one has to read the rows with the library.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 HOME=$work

python3 -m venv env
env/bin/pip install -qq pylance==14.0.2 vortex-data==0.93.0 duckdb==2.0.1 pyarrow==26.0.1

cat > tables.py <<'END'
"""Writes a table of keys with each library, reads it back, and counts the keys that are in the files in clear."""

import pathlib
import random
import string

import duckdb
import lance
import pyarrow
import pyarrow.parquet
import vortex
import vortex.io

chance = random.Random(7)
KEYS = ["zq_" + "".join(chance.choices(string.ascii_letters + string.digits, k=32)) for _ in range(2000)]


def parquet(table, path):
    pyarrow.parquet.write_table(table, path, compression="none")
    return pyarrow.parquet.read_table(path)


def duck(table, path):
    with duckdb.connect(path) as base:
        base.register("rows", table)
        base.execute("create table keys as select * from rows")
        return base.execute("select key from keys order by id").fetchall()


def of_lance(table, path):
    lance.write_dataset(table, path)
    return lance.dataset(path).to_table()


def of_lance_as_told(table, path):
    told = table.schema.field("key").with_metadata({"lance-encoding:compression": "none"})
    return of_lance(table.cast(pyarrow.schema([table.schema.field("id"), told])), path)


def of_vortex(table, path):
    vortex.io.write(vortex.array(table), path)
    return vortex.open(path).to_arrow().read_all()


def keys_of(rows):
    return [key for (key,) in rows] if isinstance(rows, list) else rows.column("key").to_pylist()


def data(path):
    files = [path] if path.is_file() else [each for each in path.rglob("*") if each.is_file()]
    return b"\n".join(each.read_bytes() for each in files)


WRITERS = {"Parquet": parquet, "DuckDB": duck, "Lance": of_lance, "Lance, told so": of_lance_as_told, "Vortex": of_vortex}
for name, write in WRITERS.items():
    counts = []
    for rows in (20, 200, 600, 1000, 2000):
        keys = KEYS[:rows]
        path = pathlib.Path(f"{write.__name__}-{rows}")
        assert keys_of(write(pyarrow.table({"id": range(rows), "key": keys}), str(path))) == keys
        content = data(path)
        assert len(content) > 35 * rows
        clear = [key for key in keys if key.encode() in content]
        ends = " (least, greatest)" if sorted(clear) == [min(keys), max(keys)] else ""
        counts.append(f"{len(clear)}{ends} of {rows}")
    print(f"{name}: {', '.join(counts)}")
END
cat > expected <<'END'
Parquet: 20 of 20, 200 of 200, 600 of 600, 1000 of 1000, 2000 of 2000
DuckDB: 20 of 20, 200 of 200, 600 of 600, 1000 of 1000, 2000 of 2000
Lance: 20 of 20, 200 of 200, 600 of 600, 0 of 1000, 0 of 2000
Lance, told so: 20 of 20, 200 of 200, 600 of 600, 1000 of 1000, 2000 of 2000
Vortex: 20 of 20, 2 (least, greatest) of 200, 2 (least, greatest) of 600, 2 (least, greatest) of 1000, 2 (least, greatest) of 2000
END
env/bin/python tables.py 2> log | tee seen || { cat log >&2; exit 1; }
diff expected seen >&2 || { echo "Changed: other rows hide keys now." >&2; exit 1; }
