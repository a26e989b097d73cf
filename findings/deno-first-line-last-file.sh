#!/usr/bin/env bash
# Deno takes the first of two lines of one env file, and the last of two env files.
#
# Versions: Deno 2.9.6, Bun 1.4.5 and dotenv 17.4.2 from npm, and the Node.js that runs npm (seen with 20.20.2).
# Expected: either what is set first stays, or what comes last counts; and the same file means the same to the flag
#   `--env-file` and to `process.loadEnvFile()` of one runtime.
# Seen (2026-11-29): Node and Bun take the last line and the last file, dotenv the last line. Deno's flag takes the first
#   line, but the last file, and of that file again the first line. Deno's own `process.loadEnvFile()` takes the last line.
# Why it matters: who replaces a leaked key by appending a line to `.env` has replaced it for all of these but `deno run
#   --env-file`, which goes on with the revoked one; and of two secrets in a file a scanner may call the wrong one dead text.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false
export DENO_DIR=$work/deno DENO_NO_UPDATE_CHECK=1 BUN_INSTALL_CACHE_DIR=$work/bun
echo '{"private": true}' > package.json
npm install --loglevel=error deno@2.9.6 bun@1.4.5 dotenv@17.4.2 > npm.log

printf 'S=old\nS=new\n' > first.env
printf 'S=third\nS=fourth\n' > second.env
echo 'console.log(process.env.S)' > flag.cjs
echo 'process.loadEnvFile("first.env"); console.log(process.env.S)' > call.cjs
echo 'console.log(require("dotenv").parse(require("fs").readFileSync("first.env")).S)' > dotenv.cjs

cat > expected <<'END'
node: one file new, two files fourth, by a call new
bun: one file new, two files fourth, by a call new
deno: one file old, two files third, by a call new
dotenv: one file new
END

clean() { env -i PATH="$PATH" HOME="$work" DENO_DIR="$DENO_DIR" "$@"; }
both=(--env-file=first.env --env-file=second.env)
{
    echo "node: one file $(clean node "${both[0]}" flag.cjs), two files $(clean node "${both[@]}" flag.cjs)," \
        "by a call $(clean node call.cjs)"
    bun=node_modules/.bin/bun
    echo "bun: one file $(clean $bun "${both[0]}" flag.cjs), two files $(clean $bun "${both[@]}" flag.cjs)," \
        "by a call $(clean $bun call.cjs)"
    deno=(node_modules/.bin/deno run -A)
    echo "deno: one file $(clean "${deno[@]}" "${both[0]}" flag.cjs)," \
        "two files $(clean "${deno[@]}" "${both[@]}" flag.cjs), by a call $(clean "${deno[@]}" call.cjs)"
    echo "dotenv: one file $(clean node dotenv.cjs)"
} | tee seen
diff expected seen >&2 || { echo "Changed: which of several lines or files counts is no longer this." >&2; exit 1; }
