#!/usr/bin/env bash
# Vitest's HTML report holds the whole environment of the machine that ran the tests, packed.
#
# Versions: vitest 3.2.7, 4.1.12 and 5.1.2, each with its @vitest/ui, and vite 7.3.8.
# Expected: `test: {env: loadEnv(mode, process.cwd(), '')}`, which Vitest's pages recommend, gives tests the variables of `.env`. A report has
#   names, results, messages and code of tests; these tests pass, and none of them prints anything.
# Seen (2026-11-30): the report has the configuration beside the results, and of it `env`, which is all of `.env` and, since the empty prefix
#   takes everything, each variable of the shell. The folder has them in one file, gzip, so that `grep -r` says that it is clean; the page
#   unpacks it. The reports in JSON and JUnit have none. With the usual `VITE_` for a prefix the report has those variables.
# Why it matters: the report is made to be looked at by others: CI keeps it as an artifact or publishes it as a page. The tokens of the CI job
#   are in it, which the log masks.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

value() { python3 -c 'import random, string, sys; print("".join(random.Random(int(sys.argv[1])).choices(string.ascii_letters, k=32)))' "$1"; }
project() { # version of Vitest
    mkdir "$1"
    cd "$1"
    echo '{"private": true, "type": "module"}' > package.json
    npm install --loglevel=error "vitest@$1" "@vitest/ui@$1" vite@7.3.8 > ../npm.log
    printf 'SERVICE_TOKEN=%s\nVITE_TITLE=%s\n' "$(value 1)" "$(value 2)" > .env
    cat > add.test.js <<'END'
import {expect, test} from 'vitest';
test('adds', () => expect(1 + 1).toBe(2));
END
    cat > vitest.config.js <<'END'
import {loadEnv} from 'vite';
import {defineConfig} from 'vitest/config';
const prefix = process.env.PREFIX_OF_VARIABLES;
export default defineConfig(({mode}) => ({test: {env: loadEnv(mode, process.cwd(), prefix)}}));
END
}
held() { # in what: which of the three values standard input has
    local text
    text=$(cat)
    for number in 1 2 3; do
        if [[ $text == *"$(value $number)"* ]]; then
            case $number in 1) echo SERVICE_TOKEN ;; 2) echo VITE_TITLE ;; 3) echo 'a variable of the shell' ;; esac
        fi
    done | paste -sd, | sed 's/,/, /g; s/^$/nothing/' | sed "s/^/$1: /"
}
report() { # version, prefix
    local folders
    rm -rf html .vitest result.*
    env -u CI SHELL_TOKEN="$(value 3)" PREFIX_OF_VARIABLES="$2" node_modules/.bin/vitest run --reporter=html --reporter=json --reporter=junit \
        --outputFile.html=html/index.html --outputFile.json=result.json --outputFile.junit=result.xml > ../log 2>&1 || { cat ../log >&2; exit 1; }
    folders=$(ls -d html .vitest 2> ../log || true)
    find $folders -name '*.gz' -exec zcat {} + | held "$1, prefix '$2', HTML"
    find $folders -type f -exec cat {} + | tr -d '\0' | held "$1, prefix '$2', HTML as it lies there"
    cat result.json result.xml | held "$1, prefix '$2', JSON and JUnit"
}
for version in 3.2.7 4.1.12 5.1.2; do
    cat <<END
$version, prefix '', HTML: SERVICE_TOKEN, VITE_TITLE, a variable of the shell
$version, prefix '', HTML as it lies there: nothing
$version, prefix '', JSON and JUnit: nothing
$version, prefix 'VITE_', HTML: VITE_TITLE
$version, prefix 'VITE_', HTML as it lies there: nothing
$version, prefix 'VITE_', JSON and JUnit: nothing
END
done > expected
for version in 3.2.7 4.1.12 5.1.2; do
    project $version
    report $version ''
    report $version VITE_
    cd "$work"
done | tee seen
diff expected seen >&2 || { echo "Changed: the report holds other variables now." >&2; exit 1; }
