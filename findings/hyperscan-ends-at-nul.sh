#!/usr/bin/env bash
# What `re.escape` makes of bytes ends, for hyperscan, at the first NUL: also where it is told that they are literal.
#
# Versions: hyperscan 0.9.1 (PyPI), with Hyperscan 5.4.12; re of Python.
# Expected: the magic number of a disk image, `koly` with three NULs and a 4, is escaped by `re.escape` and means the same to
#   both engines. Or it is given with `literal=True`: the C function behind that takes a length, so that any byte may be in it.
# Seen (2026-11-30): since Python 3.7 `re.escape` leaves NUL as it is. hyperscan compiles what is in front of it, without an
#   error, and finds the word "koly" in prose; with `literal=True` as well. Written as `\x00` the pattern is the one that was meant.
# Why it matters: rules that know files by their first bytes are kept as bytes, and each of them that has a NUL becomes a shorter,
#   more general one. It shows in nothing but what is matched: there is no warning, and the database is as sound as any.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq hyperscan==0.9.1

cat > magic.py <<'END'
import re

import hyperscan

MAGIC = b"koly\x00\x00\x00\x04"
TEXT = b"koly is a word, " + MAGIC + b" a magic number"


def ends(pattern: bytes, **how: bool) -> list[int]:
    """Where hyperscan sees a pattern end."""
    found: list[int] = []
    database = hyperscan.Database()
    database.compile(expressions=[pattern], flags=[0], **how)
    database.scan(TEXT, match_event_handler=lambda id_, start, end, *rest: found.append(end))
    return found


print("escaped, re:", [match.end() for match in re.finditer(re.escape(MAGIC), TEXT)])
print("escaped, hyperscan:", ends(re.escape(MAGIC)))
print("literal, hyperscan:", ends(MAGIC, literal=True))
print("in digits, hyperscan:", ends(b"".join(b"\\x%02x" % byte for byte in MAGIC)))
END
cat > expected <<'END'
escaped, re: [24]
escaped, hyperscan: [4, 20]
literal, hyperscan: [4, 20]
in digits, hyperscan: [24]
END
env/bin/python magic.py | tee seen
diff expected seen >&2 || { echo "Changed: hyperscan takes patterns with NUL otherwise now." >&2; exit 1; }
