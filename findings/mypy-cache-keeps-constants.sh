#!/usr/bin/env bash
# The cache of mypy holds the strings of `Final`, `Literal` and enums, also those of a file that was deleted, and none of the others.
#
# Versions: mypy 2.4.1 (PyPI).
# Expected: a type checker keeps types, dates and digests, so as not to read a file again. What a constant is set to is not its type; a file that is
#   gone is gone from the cache with the next run.
# Seen (2026-12-01): a `Final` has its value for a type, and so has what is computed of one by `+`, a tuple of such, a member of an enum and
#   what is written as `Literal`. They stand in clear in `.mypy_cache`, in one of 16 SQLite files, within a format of mypy's own. A plain
#   constant, one with the annotation `str`, a default and a local variable are not there. The module was deleted, mypy ran over the others, and
#   its row stayed; a run over a new version of the module replaces it. In the older format, JSON, the same is kept.
# Why it matters: `Final` is what linters ask for. CI saves the folder from run to run and for all branches, and images are built with it: the key
#   is out of the sources, and mypy still has it. No search of text reads a database.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq mypy==2.4.1
value() { python3 -c 'import random, string, sys; print("".join(random.Random(int(sys.argv[1])).choices(string.ascii_letters, k=32)))' "$1"; }

FORMS='Final
plain
annotated
member of a class
joined
tuple
dict
enum
Literal
default
local'
write() { # first value: a module with one value for each form
    cat > settings.py <<END
from enum import Enum
from typing import Final, Literal

FINAL: Final = "$(value $1)"
PLAIN = "$(value $(($1 + 1)))"
ANNOTATED: str = "$(value $(($1 + 2)))"


class Settings:
    MEMBER: Final = "$(value $(($1 + 3)))"


JOINED: Final = "$(value $(($1 + 4)) | cut -c-16)" + "$(value $(($1 + 4)) | cut -c17-)"
TUPLE: Final = ("$(value $(($1 + 5)))", 1)
DICT: Final = {"token": "$(value $(($1 + 6)))"}


class Token(Enum):
    SERVICE = "$(value $(($1 + 7)))"


Known = Literal["$(value $(($1 + 8)))"]


def call(token: str = "$(value $(($1 + 9)))") -> str:
    local: Final = "$(value $(($1 + 10)))"
    return token + local
END
}
check() { env/bin/mypy "$@" > log 2>&1 || { cat log >&2; exit 1; }; }
held() { # first value
    local number=$1
    while read -r form; do
        if grep -rqaF -e "$(value $number)" .mypy_cache; then echo "$form"; fi
        number=$((number + 1))
    done <<< "$FORMS" | paste -sd, | sed 's/,/, /g; s/^$/nothing/'
}
echo 'import settings' > shop.py
{
    write 1
    check shop.py settings.py
    echo "checked: $(held 1)"
    rm settings.py
    echo 'ORDERS = 1' > shop.py
    check shop.py
    echo "deleted: $(held 1)"
    write 101
    check shop.py settings.py
    echo "replaced: $(held 1)"
    rm -r .mypy_cache
    check --no-fixed-format-cache --no-sqlite-cache shop.py settings.py
    echo "as JSON: $(held 101)"
} | tee seen
kept='Final, member of a class, joined, tuple, enum, Literal'
printf '%s: %s\n' checked "$kept" deleted "$kept" replaced nothing 'as JSON' "$kept" > expected
diff expected seen >&2 || { echo "Changed: the cache holds other values now." >&2; exit 1; }
