#!/usr/bin/env bash
# Hypothesis copies short passwords and keys out of the code into its folder, and tries them as made-up input.
#
# Versions: hypothesis 6.170.17 with pytest 9.2.0 (PyPI).
# Expected: a property-based test makes its input from the strategy that it names, by chance. What the code holds plays no part in it,
#   and the folder `.hypothesis` has examples that failed.
# Seen (2026-11-30): Hypothesis, since 2025, reads the imported modules of the project for constants, whether the test names them or
#   not, and `text()` gives a password of the settings within 200 examples, `binary()` a key of 32 bytes. Strings of up to 20 characters
#   and bytes of up to 50 are taken, longer ones are not. The constants of each module also stand in a file of
#   `.hypothesis/constants`, whose name is a digest: after the password was replaced the next run adds a file, and the old one stays.
# Why it matters: a test that hands made-up input to a service, a log or a recording hands it the password. And the folder, which CI saves
#   for the examples that failed, keeps the passwords of all versions; its own `.gitignore` keeps git out, and a scan with it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq hypothesis==6.170.17 pytest==9.2.0
cat > write.py <<'END'
import random
import string
import sys

chance = random.Random(int(sys.argv[1]))
for name, form, length in [("PASSWORD", "", 20), ("LONGER", "", 21), ("KEY", "b", 32), ("LONGER_KEY", "b", 51)]:
    print(f'{name} = {form}"{"".join(chance.choices(string.ascii_letters, k=length))}"')
END
mkdir project
cd project
echo 'import database' > shop.py
cat > test_shop.py <<'END'
from pathlib import Path

from hypothesis import given, settings, strategies

import shop

tried = set()


@settings(max_examples=200, derandomize=True, database=None)
@given(strategies.text())
def test_text(text):
    tried.add(text)


@settings(max_examples=200, derandomize=True, database=None)
@given(strategies.binary())
def test_binary(content):
    tried.add(content)


def test_seen():
    kept = "".join(path.read_text() for path in Path(".hypothesis/constants").iterdir())
    for name in ("PASSWORD", "LONGER", "KEY", "LONGER_KEY"):
        value = getattr(shop.database, name)
        print(f"{name}: {'tried' if value in tried else 'not tried'}, {'kept' if repr(value) in kept else 'not kept'}")
END
run() { # seed
    python3 ../write.py "$1" > database.py
    ../env/bin/python -B -m pytest -q -s -p no:cacheprovider test_shop.py > ../log 2>&1 || { cat ../log >&2; exit 1; }
}
cat > ../expected <<'END'
PASSWORD: tried, kept
LONGER: not tried, not kept
KEY: tried, kept
LONGER_KEY: not tried, not kept
the old password, after a run with a new one: kept
END
{
    run 71
    grep -oE '[A-Z_]+: (not )?tried, (not )?kept' ../log
    old=$(sed -n 's/^PASSWORD = "\(.*\)"$/\1/p' database.py)
    run 73
    if grep -rqF -e "$old" .hypothesis; then answer=kept; else answer='not kept'; fi
    echo "the old password, after a run with a new one: $answer"
} | tee ../seen
diff ../expected ../seen >&2 || { echo "Changed: Hypothesis takes other constants out of the code now." >&2; exit 1; }
