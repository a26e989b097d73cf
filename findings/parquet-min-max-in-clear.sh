#!/usr/bin/env bash
# Every compressed Parquet file shows two values of each text column in clear, up to four times each.
#
# Versions: pyarrow 26.0.1, polars 2.1.0, duckdb 2.0.1, fastparquet 2026.9.0; 1,000 random values of 35 characters.
# Expected: with Zstandard, gzip or Brotli nothing of a column of random text can be read in the file.
# Seen (2026-11-29): the least and the greatest value stand there whole, whatever the codec, since the statistics for
#   skipping pages are not compressed: twice each with pyarrow and duckdb, four times each with polars. fastparquet,
#   writing the same format with the same codec, shows none.
# Why it matters: a scanner that reports two keys of such a file has not read the file, and which two they are is decided
#   by the alphabet; one that skips compressed columns can still prove that a column holds keys without decompressing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq pyarrow==26.0.1 polars==2.1.0 duckdb==2.0.1 fastparquet==2026.9.0 pandas==3.1.1

cat > columns.py <<'END'
import random
import re
import string
from collections import Counter

import duckdb
import fastparquet
import pandas
import polars
import pyarrow
from pyarrow import parquet

chance = random.Random(17)
letters = string.ascii_letters + string.digits
values = ["zq_" + "".join(chance.choice(letters) for _ in range(32)) for _ in range(1000)]
frame = pandas.DataFrame({"token": values})
names = {min(values): "least", max(values): "greatest"}


def show(writer: str) -> None:
    with open("file.parquet", "rb") as file:
        found = re.findall(r"zq_[A-Za-z0-9]{32}", file.read().decode("latin-1"))
    seen = Counter(names.get(value, "other") for value in found)
    print(f"{writer}:", ", ".join(f"{name} {seen[name]} times" for name in sorted(seen)) or "nothing")


for codec in ("zstd", "gzip", "brotli"):
    parquet.write_table(pyarrow.table({"token": values}), "file.parquet", compression=codec)
    show(f"pyarrow {codec}")
polars.DataFrame({"token": values}).write_parquet("file.parquet", compression="zstd")
show("polars zstd")
duckdb.sql("copy frame to 'file.parquet' (format parquet, compression zstd)")
show("duckdb zstd")
fastparquet.write("file.parquet", frame, compression="ZSTD")
show("fastparquet zstd")
END
cat > expected <<'END'
pyarrow zstd: greatest 2 times, least 2 times
pyarrow gzip: greatest 2 times, least 2 times
pyarrow brotli: greatest 2 times, least 2 times
polars zstd: greatest 4 times, least 4 times
duckdb zstd: greatest 2 times, least 2 times
fastparquet zstd: nothing
END
env/bin/python columns.py | tee seen
diff expected seen >&2 || { echo "Changed: compressed Parquet files show other values in clear now." >&2; exit 1; }
