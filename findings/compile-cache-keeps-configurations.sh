#!/usr/bin/env bash
# ESLint and Prettier leave the strings of their configuration files in the temporary folder, in clear.
#
# Versions: node 24.21.0, eslint 10.15.0, prettier 3.10.1, deno 2.9.6 (npm).
# Expected: a linter reads its configuration and reports. What it caches is asked for (`--cache`) and is about the files that it checked.
# Seen (2026-11-30): the command switches Node's compile cache on, for the sake of its own start, and from then on Node stores the compiled code of
#   whatever the process loads into `node-compile-cache` in the temporary folder: also `eslint.config.js`, with its strings.
#   The cache is common to all projects of the machine. An entry is written anew when its file is compiled anew, but stays when the
#   file, or the project, is removed. Deno keeps the same for each program it runs, in a database of its cache folder.
# Why it matters: the configuration that a key was taken out of, in a repository that was cleaned or deleted, is still in the
#   machine's `/tmp`; the compiled code there is no archive and no text, but the key is as it was.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

echo '{"private": true}' > package.json
npm install --loglevel=error --no-save node@24.21.0 eslint@10.15.0 prettier@3.10.1 deno@2.9.6 > npm.log 2>&1 || { cat npm.log >&2; exit 1; }
value() { python3 -c 'import random, string, sys; print("".join(random.Random(int(sys.argv[1])).choices(string.ascii_letters, k=32)))' "$1"; }

run() { # arguments of node
    env -i PATH="$work/node_modules/node/bin:$PATH" HOME="$work" TMPDIR="$work/tmp" DENO_DIR="$work/deno" NO_COLOR=1 \
        "$@" > log 2>&1 || { cat log >&2; exit 1; }
}
seen() { # label, value, folder
    if grep -rqaF -e "$2" "$3"; then echo "$1: kept"; else echo "$1: not kept"; fi
}
mkdir tmp project
echo 'text();' > project/index.js
cat > expected <<'END'
eslint: kept
prettier: kept
eslint, after the string was replaced: not kept
prettier, after the project was removed: kept
deno, after the program was removed: kept
END
{
    echo "const key = '$(value 1)'; module.exports = [{settings: {key}}];" > project/eslint.config.js
    echo "const key = '$(value 2)'; module.exports = {semi: key.length > 0};" > project/prettier.config.cjs
    run node node_modules/eslint/bin/eslint.js -c project/eslint.config.js project/index.js
    run node node_modules/prettier/bin/prettier.cjs --check project/index.js
    seen eslint "$(value 1)" tmp
    seen prettier "$(value 2)" tmp
    echo "const key = process.env.KEY; module.exports = [{settings: {key}}];" > project/eslint.config.js
    run node node_modules/eslint/bin/eslint.js -c project/eslint.config.js project/index.js
    seen 'eslint, after the string was replaced' "$(value 1)" tmp
    rm -r project
    seen 'prettier, after the project was removed' "$(value 2)" tmp

    echo "const key = '$(value 3)'; console.log(key.length);" > program.js
    for _ in 1 2; do run node_modules/.bin/deno run program.js; done
    rm program.js
    seen 'deno, after the program was removed' "$(value 3)" deno
} | tee seen
diff expected seen >&2 || { echo "Changed: other strings are kept in caches of compiled code now." >&2; exit 1; }
