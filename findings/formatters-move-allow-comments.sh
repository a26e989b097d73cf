#!/usr/bin/env bash
# Eight formatters take the comment that allows a value away from its line, and Black puts the neighbour of an allowed value beside the comment.
#
# Versions: black 26.10.1, ruff 0.17.6, yapf 0.43.0, autopep8 2.3.2, clang-format 23.1.5 (PyPI); prettier 3.10.1, @biomejs/biome 2.6.8,
#   oxfmt 0.79.0 (npm), each with its defaults.
# Expected: formatters keep what a program does and may move comments, but they know that comments at the end of a line are about that line:
#   linters, type checkers and scanners all read them so. A comment beside a value stays beside it, and beside it alone.
# Seen (2026-12-01): of a call too long for its line all eight leave the comment behind the last bracket, where there is no value any more. Of
#   a list over three lines that would fit in one, with the comment behind its first value and no comma behind its last, Black makes one
#   line, so that the comment is beside both values; the other seven keep the lines. It does so with a comment behind each, too: both
#   end up at the end of the line, one after the other.
# Why it matters: the first makes a scanner report again what was allowed, in a commit that "only formats", and with it the habit of
#   allowing more. The second says of a value that nobody judged that it is allowed. What names the value, a digest of it, survives both.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 XDG_CACHE_HOME=$work/cache
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq black==26.10.1 ruff==0.17.6 yapf==0.43.0 autopep8==2.3.2 clang-format==23.1.5
echo '{"private": true}' > package.json
npm install --loglevel=error prettier@3.10.1 @biomejs/biome@2.6.8 oxfmt@0.79.0 > npm.log

cat > code.py <<'END'
client = connect("token-of-call", "https://gateway.example/version-one/orders", retries=5, timeout=30, verify=True)  # scan:allow
tokens = [
    "token-first",  # scan:allow
    "token-second"
]
END
cat > code.js <<'END'
client = connect("token-of-call", "https://gateway.example/version-one/orders", {retries: 5, timeout: 30, verify: true}); // scan:allow
tokens = [
    "token-first", // scan:allow
    "token-second"
];
END
for name in black ruff yapf autopep8; do cp code.py $name.py; done
for name in clang-format prettier biome oxfmt; do cp code.js $name.js; done
bin=$work/node_modules/.bin
{
    env/bin/black black.py
    env/bin/ruff format --isolated ruff.py
    env/bin/yapf --in-place yapf.py
    env/bin/autopep8 --in-place autopep8.py
    env/bin/clang-format -i clang-format.js
    "$bin/prettier" --write prettier.js
    "$bin/biome" format --write biome.js
    "$bin/oxfmt" oxfmt.js
} > log 2>&1 || { cat log >&2; exit 1; }

cat > expected <<'END'
black: call beside nothing, list beside token-first token-second
ruff: call beside nothing, list beside token-first
yapf: call beside nothing, list beside token-first
autopep8: call beside nothing, list beside token-first
clang-format: call beside nothing, list beside token-first
prettier: call beside nothing, list beside token-first
biome: call beside nothing, list beside token-first
oxfmt: call beside nothing, list beside token-first
END
for name in black ruff yapf autopep8 clang-format prettier biome oxfmt; do
    [ "$(grep -c 'token-' $name.*)" -ge 2 ] || { echo "$name lost a value" >&2; exit 1; }
    mapfile -t lines < <(grep scan:allow $name.*)
    [ ${#lines[@]} = 2 ] || { echo "$name lost a comment" >&2; exit 1; }
    beside() { { grep -o 'token-[a-z-]*' <<< "$1" || echo nothing; } | xargs; }
    echo "$name: call beside $(beside "${lines[0]}"), list beside $(beside "${lines[1]}")"
done | tee seen
diff expected seen >&2 || { echo "Changed: formatters put comments elsewhere now." >&2; exit 1; }
