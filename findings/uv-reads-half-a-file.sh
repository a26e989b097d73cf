#!/usr/bin/env bash
# `uv run --env-file` starts the program with the first half of the file, if one line in it is not to its taste, and exits with 0.
#
# Versions: uv 0.13.9 and python-dotenv 1.2.4 (PyPI), dotenvx 2.38.2 and Bun 1.4.5 (npm), Node.js.
# Expected: a loader that cannot read a line of an env file leaves out that line, or stops with an error before anything runs.
#   Where a value of two words has to be quoted, one learns it at once.
# Seen (2026-11-30): uv warns on stderr and starts the program. It has the variables above the line and none of those below it, whatever
#   these look like; the exit code is the program's. A value of two words, one with an apostrophe and a path of Windows are
#   enough, which the other four read. `--quiet` takes the warning away too.
# Why it matters: a program with defaults for what is missing runs with those: without its key, or without the secret of its webhook
#   if that is compared only when it is there. The file is right, and each other tool that reads it says so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 UV_NO_CACHE=1 DO_NOT_TRACK=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq uv==0.13.9 "python-dotenv[cli]==1.2.4"
echo '{"private": true}' > package.json
npm install --loglevel=error @dotenvx/dotenvx@2.38.2 bun@1.4.5 > npm.log
cat > show.js <<'END'
console.log('ABOVE' in process.env ? 'above' : '-', 'VALUE' in process.env ? 'line' : '-', 'BELOW' in process.env ? 'below' : '-');
END
export HOME=$work
node=$(command -v node)
run() { # tool, env file
    case $1 in
        node) "$node" "--env-file=$2" show.js ;;
        python-dotenv) env/bin/dotenv -f "$2" run -- "$node" show.js ;;
        dotenvx) node_modules/.bin/dotenvx run --quiet -f "$2" -- "$node" show.js ;;
        bun) node_modules/.bin/bun "--env-file=$2" show.js ;;
        uv) env/bin/uv run --quiet --no-project --env-file "$2" "$node" show.js ;;
    esac
}
cat > expected <<'END'
VALUE=two words
  node: above line below (exit code 0)
  python-dotenv: above line below (exit code 0)
  dotenvx: above line below (exit code 0)
  bun: above line below (exit code 0)
  uv: above - - (exit code 0)
VALUE=O'Brien
  node: above line below (exit code 0)
  python-dotenv: above line below (exit code 0)
  dotenvx: above line below (exit code 0)
  bun: above line below (exit code 0)
  uv: above - - (exit code 0)
VALUE=C:\work
  node: above line below (exit code 0)
  python-dotenv: above line below (exit code 0)
  dotenvx: above line below (exit code 0)
  bun: above line below (exit code 0)
  uv: above - - (exit code 0)
VALUE=one
  node: above line below (exit code 0)
  python-dotenv: above line below (exit code 0)
  dotenvx: above line below (exit code 0)
  bun: above line below (exit code 0)
  uv: above line below (exit code 0)
END
for line in 'VALUE=two words' "VALUE=O'Brien" 'VALUE=C:\work' 'VALUE=one'; do
    echo "$line"
    printf 'ABOVE=1\n%s\nBELOW=1\n' "$line" > test.env
    for tool in node python-dotenv dotenvx bun uv; do
        code=0
        answer=$(run "$tool" test.env 2> log) || code=$?
        echo "  $tool: $answer (exit code $code)"
    done
done | tee seen
diff expected seen >&2 || { echo "Changed: other lines end the reading of an env file now." >&2; exit 1; }
