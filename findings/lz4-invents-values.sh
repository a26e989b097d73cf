#!/usr/bin/env bash
# A Feather file holds key-shaped strings that no row ever had.
#
# Versions: pyarrow 26.0.1 (write_feather with its default, LZ4 blocks).
# Expected: in compressed data a token is either found whole or not at all; what a pattern finds is a value of the table.
# Seen (2026-11-29): of 1,000 random values, 35 characters each, a pattern over the raw bytes finds 124. 106 are values.
#   The other 18 are values with a wrong end: LZ4 replaces repeats of four bytes and more, here the last characters
#   together with the first of the next row, and the distance it writes there instead may itself be a letter or digit.
#   The column is written without separators, so a pattern that asks for a boundary on both sides finds nothing.
# Why it matters: such a finding is sure to be wrong in what counts (digest, baseline, "revoke this one"). Data in LZ4 or
#   Snappy blocks must be decompressed or be said to be unread; matches in the raw block are not evidence of a value.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq --no-deps pyarrow==26.0.1

cat > feather.py <<'END'
import random
import re
import string

import pyarrow
from pyarrow import feather

chance = random.Random(17)
letters = string.ascii_letters + string.digits
values = ["zq_" + "".join(chance.choice(letters) for _ in range(32)) for _ in range(1000)]
feather.write_feather(pyarrow.table({"token": values}), "values.feather")
with open("values.feather", "rb") as file:
    data = file.read().decode("latin-1")
found = re.findall(r"zq_[A-Za-z0-9]{32}", data)
print("found in the raw bytes:", len(found))
print("of these in the table:", len(set(found) & set(values)))
print("never in the table:", len(set(found) - set(values)))
print("with a boundary on both sides:", len(re.findall(r"\bzq_[A-Za-z0-9]{32}\b", data)))
print("rows that read_table gives back:", len(feather.read_table("values.feather")))
END
cat > expected <<'END'
found in the raw bytes: 124
of these in the table: 106
never in the table: 18
with a boundary on both sides: 0
rows that read_table gives back: 1000
END
env/bin/python feather.py | tee seen
diff expected seen >&2 || { echo "Changed: the raw bytes of a Feather file hold other strings now." >&2; exit 1; }
