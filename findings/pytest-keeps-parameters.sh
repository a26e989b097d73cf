#!/usr/bin/env bash
# pytest puts a test's parameter into the environment of programs, names of folders and four files, and keeps it when another one replaced it.
#
# Versions: pytest 9.2.0, pytest-cov 7.1.0 with coverage 7.17.5.
# Expected: `parametrize("token", [os.environ["SERVICE_TOKEN"]])` shows the token in the output, as all parameters; a program that the test
#   starts without SERVICE_TOKEN does not have it, and what pytest keeps from run to run is which tests failed.
# Seen (2026-11-30): the id of the test, `test_call[VALUE]`, is in PYTEST_CURRENT_TEST, and so in every program that the test starts; in the
#   name of `tmp_path`, without its end, and so in whatever that program prints of its paths; in the JUnit file, and with
#   --cov-context in `.coverage`. `.pytest_cache/v/cache/nodeids` keeps the ids of all tests that ever were, so that
#   the old token is in it after the next runs with a new one, and `lastfailed` until that test is there again. A parameter of bytes is as
#   readable; one within a list, or with `ids=`, is nowhere.
# Why it matters: logs of child processes, the cache that CI saves and the report that it shows hold the token although the source names a
#   variable, and rotating it cleans none of them.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq pytest==9.2.0 pytest-cov==7.1.0 coverage==7.17.5
mkdir project
cd project
cat > test_call.py <<'END'
import os
import subprocess

import pytest

TOKEN = os.environ["SERVICE_TOKEN"]
CASES = {"text": [TOKEN], "bytes": [TOKEN.encode()], "in a list": [[TOKEN]]}
IDS = ["named"] if os.environ["CASE"] == "ids" else None


@pytest.mark.parametrize("token", CASES.get(os.environ["CASE"], [TOKEN]), ids=IDS)
def test_call(token, tmp_path):
    rest = {name: value for name, value in os.environ.items() if name != "SERVICE_TOKEN"}
    child = subprocess.run(["env"], env=rest, capture_output=True, text=True, check=True)
    with open("../child.txt", "w") as file:
        file.write(child.stdout)
    with open("../folder.txt", "w") as file:
        file.write(tmp_path.name)
    assert os.environ["RESULT"] == "good"
END
token() { python3 -c 'import random, string, sys; print("".join(random.Random(int(sys.argv[1])).choices(string.ascii_letters, k=32)))' "$1"; }
run() { # case, number of the token, result
    CASE=$1 SERVICE_TOKEN=$(token "$2") RESULT=$3 ../env/bin/pytest -q --basetemp=../tmp --junitxml=../junit.xml --cov --cov-context=test > ../log 2>&1 ||
        [ "$3" = bad ] || { cat ../log >&2; exit 1; }
}
places() { # number of the token
    local file value
    value=$(token "$1")
    for file in ../child.txt .pytest_cache/v/cache/nodeids .pytest_cache/v/cache/lastfailed ../junit.xml .coverage; do
        if grep -qasF -e "$value" $file; then basename $file; fi
    done
    if grep -qF -e "${value:0:16}" ../folder.txt; then echo "a folder's name"; fi
}
report() { echo "$1: $(places "$2" | paste -sd, | sed 's/^$/nowhere/; s/,/, /g')"; }
cat > ../expected <<'END'
text: child.txt, nodeids, junit.xml, .coverage, a folder's name
text, the old one after a run with a new one: nodeids
text, the old one after it failed, and a run with a new one: nodeids, lastfailed
bytes: child.txt, nodeids, junit.xml, .coverage, a folder's name
in a list: nowhere
ids: nowhere
END
{
    run text 1 good
    report text 1
    run text 2 good
    report 'text, the old one after a run with a new one' 1
    run text 3 bad
    run text 4 good
    report 'text, the old one after it failed, and a run with a new one' 3
    for case in bytes 'in a list' ids; do
        rm -rf .pytest_cache .coverage
        run "$case" 5 good
        report "$case" 5
    done
} | tee ../seen
diff ../expected ../seen >&2 || { echo "Changed: pytest keeps parameters elsewhere now." >&2; exit 1; }
