#!/usr/bin/env bash
# A file with one row of a table holds the values of all its rows.
#
# Versions: pandas 3.1.1, pyarrow 26.0.1, polars 2.1.0; a table of 1,000 random values, cut to its first row or filtered to one.
# Expected: what is written is the frame that is printed, one row; a column type that saves memory makes no difference.
# Seen (2026-11-30): pandas' `category` writes all 1,000 values with one row, to Feather, Parquet and pickle, and to CSV if it is grouped; so
#   does Arrow's dictionary, and polars' Enum. polars' Categorical, the same thing by name, writes one. A plain column
#   of strings has one value in Parquet, but the pickle of the first row of an Arrow table has all, of a filtered one
#   one; and the Feather file of the first row has two, since the padding behind the first is filled with what comes next.
# Why it matters: the extract for a customer, the anonymous sample and the test fixture of a table of tokens hold the others. Nothing that
#   reads rows shows them; a scanner has to read dictionaries and padding, and cannot tell a row for what it finds.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq pandas==3.1.1 pyarrow==26.0.1 polars==2.1.0

cat > rows.py <<'END'
import io
import pickle
import random
import string
from collections.abc import Callable

import pandas
import polars
import pyarrow
from pyarrow import feather, parquet

chance = random.Random(59)
values = ["".join(chance.choice(string.ascii_letters) for _ in range(24)) for _ in range(1000)]
plain = pandas.DataFrame({"token": values, "row": range(1000)})
category = plain.astype({"token": "category"})
strings = pyarrow.table({"token": values, "row": list(range(1000))})
dictionary = strings.set_column(0, "token", strings["token"].dictionary_encode())
frame = polars.DataFrame({"token": values, "row": range(1000)})
categorical = frame.with_columns(polars.col("token").cast(polars.Categorical))
enum = frame.with_columns(polars.col("token").cast(polars.Enum(values)))
fifth = pyarrow.array([row == 5 for row in range(1000)])


def show(what: str, writers: dict[str, Callable[[io.BytesIO], object]]) -> None:
    counts = []
    for name, write in writers.items():
        file = io.BytesIO()
        write(file)
        held = sum(value.encode() in file.getvalue() for value in values)
        counts.append(f"{name} {held}")
    print(f"{what}:", ", ".join(counts))


def of_pandas(table: pandas.DataFrame) -> dict[str, Callable[[io.BytesIO], object]]:
    table = table.reset_index(drop=True)
    return {
        "Feather": lambda file: table.to_feather(file, compression="uncompressed"),
        "Parquet": lambda file: table.to_parquet(file, compression=None),
        "pickle": table.to_pickle,
        "CSV of sums": lambda file: table.groupby("token", observed=False).sum().to_csv(file),
    }


def of_arrow(table: pyarrow.Table) -> dict[str, Callable[[io.BytesIO], object]]:
    return {
        "Feather": lambda file: feather.write_feather(table, file, compression="uncompressed"),
        "Parquet": lambda file: parquet.write_table(table, file, compression="none"),
        "pickle": lambda file: pickle.dump(table, file),
    }


def of_polars(table: polars.DataFrame) -> dict[str, Callable[[io.BytesIO], object]]:
    return {
        "Feather": table.write_ipc,
        "Parquet": lambda file: table.write_parquet(file, compression="uncompressed"),
        "pickle": lambda file: pickle.dump(table, file),
    }


for name, table in {"str": plain, "category": category}.items():
    show(f"pandas {name}, filtered", of_pandas(table[table.row == 5]))
for name, table in {"string": strings, "dictionary": dictionary}.items():
    show(f"pyarrow {name}, first row", of_arrow(table.slice(0, 1)))
    show(f"pyarrow {name}, filtered", of_arrow(table.filter(fifth)))
for name, table in {"String": frame, "Categorical": categorical, "Enum": enum}.items():
    show(f"polars {name}, filtered", of_polars(table.filter(polars.col("row") == 5)))
END
cat > expected <<'END'
pandas str, filtered: Feather 1, Parquet 1, pickle 1, CSV of sums 1
pandas category, filtered: Feather 1000, Parquet 1000, pickle 1000, CSV of sums 1000
pyarrow string, first row: Feather 2, Parquet 1, pickle 1000
pyarrow string, filtered: Feather 1, Parquet 1, pickle 1
pyarrow dictionary, first row: Feather 1000, Parquet 1000, pickle 1000
pyarrow dictionary, filtered: Feather 1000, Parquet 1000, pickle 1000
polars String, filtered: Feather 1, Parquet 1, pickle 1
polars Categorical, filtered: Feather 1, Parquet 1, pickle 1
polars Enum, filtered: Feather 1000, Parquet 1000, pickle 1000
END
env/bin/python rows.py | tee seen
diff expected seen >&2 || { echo "Changed: another number of values is written with one row now." >&2; exit 1; }
