#!/usr/bin/env bash
# A literal in a module compiled by Cython is plain text with 3.0, zlib data with 3.2, and pieces of eight letters with 3.3.
#
# Versions: cython 3.0.12, 3.2.9 and 3.3.1, with the C compiler and the Python on PATH.
# Expected: compilers put string literals into the file as they are; `strings module.so` shows a key in it.
# Seen (2026-11-30): with 3.0 it does, and a value that could be a name (letters, digits, `_`) stands there twice, the second time as
#   a symbol, `__pyx_k_VALUE`. 3.2 and 3.3 join all strings of the module without separators, and compress that if it gets
#   shorter: 3.2 with zlib, 3.3 with a scheme of its own, which puts a byte before every eight letters that it does not
#   replace, so a random value is there in pieces. A module with next to no strings shows the value in 3.3, right behind the
#   letters of another string.
# Why it matters: a search of a wheel's .so files that used to find keys finds none after an upgrade of the build tool, and nothing
#   says so. No usual library knows the scheme of 3.3; and what is undone has no boundary where a value begins or ends.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

cat > write.py <<'END'
import random
import string
from pathlib import Path

chance = random.Random(71)
value = "zq_" + "".join(chance.choice(string.ascii_lowercase + string.digits) for _ in range(28))
function = "def {0}(connection, request):\n    return connection.send(request, 'the {0} function of the module')\n"
names = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
Path("value").write_text(value)
Path("tiny.py").write_text(f"KEY = {value!r}\n")
Path("usual.py").write_text(f"KEY = {value!r}\n" + "".join(function.format(name) for name in names))
END
python3 write.py

cat > find.py <<'END'
import re
import sys
import zlib
from pathlib import Path


def inflated(data: bytes) -> bytes:
    """Return what every zlib stream in the data holds."""
    texts = []
    for start in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
        try:
            texts.append(zlib.decompressobj().decompress(data[start.start() :]))
        except zlib.error:
            continue
    return b"\0".join(texts)


value, data = Path("value").read_bytes(), Path(sys.argv[1]).read_bytes()
bounded = rb"(?<!\w)%s(?!\w)"
pieces = re.compile(b"\xff?".join(re.escape(value[place : place + 1]) for place in range(len(value))))
seen = {
    "plain": re.search(bounded % value, data),
    "a symbol": b"__pyx_k_" + value in data,
    "behind other letters": re.search(rb"[a-z]%s" % value, data),
    "in zlib data": value in inflated(data),
    "in pieces": value not in data and pieces.search(data),
}
print(", ".join(how for how, found in seen.items() if found) or "not seen")
END
cat > expected <<'END'
3.0.12, usual: plain, a symbol
3.0.12, tiny: plain, a symbol
3.2.9, usual: in zlib data
3.2.9, tiny: in zlib data
3.3.1, usual: in pieces
3.3.1, tiny: behind other letters
END
include=$(python3 -c 'import sysconfig; print(sysconfig.get_path("include"))')
python3 -m venv env
for version in 3.0.12 3.2.9 3.3.1; do
    env/bin/pip install -qq cython==$version
    for module in usual tiny; do
        env/bin/cython -3 $module.py -o $module.c
        cc -w -shared -fPIC -O0 -I"$include" -o $module.so $module.c
        echo "$version, $module: $(python3 find.py $module.so)"
    done
done | tee seen
diff expected seen >&2 || { echo "Changed: Cython stores the strings of a module otherwise now." >&2; exit 1; }
