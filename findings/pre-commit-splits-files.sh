#!/usr/bin/env bash
# A pre-commit hook never sees ten files together, and sees them out of order.
#
# Versions: pre-commit 4.7.0, with the git on PATH.
# Expected: ten short file names fit on one command line by far, so the hook is started once, with sorted names.
# Seen (2026-11-29): on a machine with several processors the hook is started several times, with four files at the least,
#   so that each process sees a part; and even with concurrency off, in one process, the names come shuffled, always in
#   the same order. `require_serial: true` mends both: one process, sorted.
# Why it matters: a check across files (the same key in two places, a staging key that is also in production) silently sees
#   half of the pairs, and works in every test with four files or fewer. Such a hook has to declare require_serial.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq pre-commit==4.7.0

export HOME=$work PRE_COMMIT_HOME=$work/cache GIT_CONFIG_NOSYSTEM=1

git init -q repository
cd repository
touch file-{0,1,2,3,4,5,6,7,8,9}
cat > .pre-commit-config.yaml <<'END'
repos:
  - repo: local
    hooks:
      - &hook {id: split, name: split, language: system, files: ^file, entry: sh -c 'echo "saw $*"' --, verbose: true}
      - {<<: *hook, id: serial, name: serial, require_serial: true}
END
git add .

# pre-commit asks the standard library how many processors there are; two are claimed, so that every machine says the same.
cat > two.py <<'END'
import multiprocessing
import os
import sys

from pre_commit.main import main

os.sched_getaffinity = lambda pid: {0, 1}
multiprocessing.cpu_count = lambda: 2
os.cpu_count = lambda: 2
sys.exit(main(sys.argv[1:]))
END
cat > ../expected <<'END'
split: processes 2, most files in one 5
split without concurrency: processes 1, most files in one 10, sorted no
serial: processes 1, most files in one 10, sorted yes
END
sizes() {
    sed -n 's/^saw //p' | awk '{if (NF > most) most = NF} END {printf "processes %d, most files in one %d", NR, most}'
}
order() {
    if [ "$(sed -n 's/^saw //p')" = "$(echo file-{0,1,2,3,4,5,6,7,8,9})" ]; then echo yes; else echo no; fi
}
{
    echo "split: $(../env/bin/python two.py run --all-files split | sizes)"
    PRE_COMMIT_NO_CONCURRENCY=1 ../env/bin/python two.py run --all-files split > ../one
    echo "split without concurrency: $(sizes < ../one), sorted $(order < ../one)"
    ../env/bin/python two.py run --all-files serial > ../serial
    echo "serial: $(sizes < ../serial), sorted $(order < ../serial)"
} | tee ../seen
diff ../expected ../seen >&2 || { echo "Changed: pre-commit hands its files out otherwise now." >&2; exit 1; }
