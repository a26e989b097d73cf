#!/usr/bin/env bash
# In binary formats the character before a text of a usual length is a letter: the text's own length.
#
# Versions: msgpack 1.2.4, cbor2 6.3.0, fastavro 1.13.1, protobuf 7.36.2; sqlite3, pickle, marshal and plistlib of Python.
# Expected: a text in a binary file has control bytes or padding around it, so a word boundary there is no loss.
# Seen (2026-11-29): the length stands right before the text, in one byte, and for the usual lengths that byte is a letter,
#   a digit or `_`. In an SQLite row of id and text (2n + 13) that holds for *every* length from 26 to 38 (32 is `M`,
#   35 is `S`, a UUID's 36 is `U`) and 41 to 54; in Avro (2n) for 24 to 28, 33 to 45 and 49 to 61; in the formats that
#   write n itself for 48 to 57 and 65 to 90, where base64 of 36 to 67 bytes and hex of 24 to 45 bytes lie. Of the
#   lengths 20 to 100 it is 31 to 46 of 81.
# Why it matters: `\b` or "no letter before it" loses a text of 35 characters in such a row always, and in the others
#   depending on nothing but how long the text is. The byte is not noise either: it tells where the text ends.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq msgpack==1.2.4 cbor2==6.3.0 fastavro==1.13.1 protobuf==7.36.2

cat > before.py <<'END'
import io
import marshal
import pickle
import plistlib
import re
import sqlite3
from pathlib import Path

import cbor2
import fastavro
import msgpack
from google.protobuf.wrappers_pb2 import StringValue


def sqlite(text: str) -> bytes:
    Path("texts.db").unlink(missing_ok=True)
    database = sqlite3.connect("texts.db")
    database.execute("create table texts (id integer primary key, token text)")
    database.execute("insert into texts (token) values (?)", (text,))
    database.commit()
    database.close()
    return Path("texts.db").read_bytes()


def avro(text: str) -> bytes:
    out = io.BytesIO()
    fastavro.schemaless_writer(out, "string", text)
    return out.getvalue()


writers = {
    "sqlite": sqlite,
    "avro": avro,
    "msgpack": msgpack.packb,
    "cbor": cbor2.dumps,
    "protobuf": lambda text: StringValue(value=text).SerializeToString(),
    "pickle 4": lambda text: pickle.dumps(text, 4),
    "marshal": marshal.dumps,
    "plist": lambda text: plistlib.dumps(text, fmt=plistlib.FMT_BINARY),
}
for name, write in writers.items():
    ranges: list[list[int]] = []
    total = 0
    for length in range(20, 101):
        text = "~" * length
        data = write(text)
        before = data[data.index(text.encode()) - 1 :][:1]
        if re.fullmatch(rb"\w", before):
            total += 1
            if ranges and ranges[-1][1] == length - 1:
                ranges[-1][1] = length
            else:
                ranges.append([length, length])
    print(f"{name}: {total} of 81, {' '.join(f'{a}-{b}' if a != b else str(a) for a, b in ranges)}")
END
cat > expected <<'END'
sqlite: 46 of 81, 20-22 26-38 41-54 82-86 90-100
avro: 31 of 81, 24-28 33-45 49-61
msgpack: 41 of 81, 48-57 65-90 95 97-100
cbor: 45 of 81, 20-23 48-57 65-90 95 97-100
protobuf: 41 of 81, 48-57 65-90 95 97-100
pickle 4: 41 of 81, 48-57 65-90 95 97-100
marshal: 41 of 81, 48-57 65-90 95 97-100
plist: 41 of 81, 48-57 65-90 95 97-100
END
env/bin/python before.py | tee seen
diff expected seen >&2 || { echo "Changed: other lengths have a letter before the text now." >&2; exit 1; }
