#!/usr/bin/env bash
# tox writes the environment of each command into a file that stays, and masks a value by its name only.
#
# Versions: tox 4.67.15 (PyPI).
# Expected: `pass_env` hands a variable to the commands of the tests. tox prints their output, and what it keeps in `.tox` is the environment
#   of Python, for the next run.
# Seen (2026-11-30): `.tox/NAME/log` has a file for each command, with all variables that it was given: those of `pass_env`, whether the
#   command reads them or not, and those of `set_env`. A name such as SERVICE_KEY has stars for a value. The same value under another
#   name is written as it is, and so is the password in DATABASE_URL. A variable that is not passed is not there.
# Why it matters: `.tox` is what CI saves from run to run, and what is uploaded when a run has failed. The stars in the file say that
#   someone has seen to it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq tox==4.67.15
mkdir project
cd project
cat > tox.toml <<'END'
env_list = ["tests"]
[env_run_base]
skip_install = true
pass_env = ["SERVICE_KEY", "DATABASE_URL", "BUILD_LABEL"]
set_env = {TESTS_USE = "{env:SERVICE_KEY}"}
commands = [["python", "-c", ""]]
END
value() { python3 -c 'import random, string, sys; print("".join(random.Random(int(sys.argv[1])).choices(string.ascii_letters, k=32)))' "$1"; }
env -i PATH="$PATH" HOME="$work" NO_COLOR=1 SERVICE_KEY="$(value 1)" DATABASE_URL="postgres://shop:$(value 2)@db.example.org/shop" \
    BUILD_LABEL="$(value 3)" NOT_PASSED="$(value 4)" ../env/bin/tox > ../log 2>&1 || { cat ../log >&2; exit 1; }

cat > ../expected <<'END'
commands[0]: SERVICE_KEY masked, TESTS_USE in clear, DATABASE_URL in clear, BUILD_LABEL in clear, NOT_PASSED absent
END
for file in .tox/tests/log/*.log; do
    found=()
    for row in 'SERVICE_KEY 1' 'TESTS_USE 1' 'DATABASE_URL 2' 'BUILD_LABEL 3' 'NOT_PASSED 4'; do
        name=${row% *}
        line=$(grep "^env $name: " "$file" || true)
        case $line in
            *"$(value "${row#* }")"*) found+=("$name in clear") ;;
            '') found+=("$name absent") ;;
            *) found+=("$name masked") ;;
        esac
    done
    printf -v all '%s, ' "${found[@]}"
    command=$(basename "$file" .log)
    echo "${command#*-}: ${all%, }"
done | sort | tee ../seen
diff ../expected ../seen >&2 || { echo "Changed: tox writes other variables into its logs now." >&2; exit 1; }
