#!/usr/bin/env bash
# Quasar puts a variable of an env file into the bundle without any prefix, though it builds with Vite.
#
# Versions: @quasar/app-vite 1.11.0 and 2.4.1 (with vite 7.3.8), quasar 2.27.0.
# Expected: Quasar builds with Vite, so of the variables in `.env` browsers get those that begin with `VITE_`, as in every project of Vite;
#   `quasar.config` has `build.env` to name others. That was so up to app-vite 1.
# Seen (2026-11-29): app-vite 2 reads `.env` itself and defines each of its variables as `process.env.NAME` in browser code. One that
#   is read there ships, whatever its name. No warning.
# Why it matters: the move from 1 to 2 publishes the server's keys of a shared `.env` wherever code for both sides names one,
#   and a scanner that looks for `VITE_` sees nothing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

cat > expected <<'END'
app-vite 1.11.0: process.env.GATEWAY of .env -> not in the bundle
app-vite 2.4.1: process.env.GATEWAY of .env -> in the bundle
END

install() { # version, other packages
    mkdir "$1" && cd "$1"
    echo '{"private": true, "type": "module", "productName": "shop", "name": "shop", "version": "1.0.0"}' > package.json
    npm install --loglevel=error "@quasar/app-vite@$1" quasar@2.27.0 @quasar/extras@1 vue@3 vue-router@4 "${@:2}" > npm.log
    mkdir -p src/router
    echo "import {createRouter, createWebHistory} from 'vue-router'
export default () => createRouter({history: createWebHistory(), routes: []})" > src/router/index.js
    echo '<!DOCTYPE html><html><head><title>shop</title></head><body><!-- quasar:entry-point --></body></html>' > index.html
    echo '<template><p>{{ shown }}</p></template><script setup>const shown = process.env.GATEWAY</script>' > src/App.vue
    echo 'GATEWAY=shown-value' > .env
}

build() { # version
    env -i PATH="$PATH" HOME="$work" node_modules/.bin/quasar build > log 2>&1 || { tail -20 log >&2; exit 1; }
    grep -rq GATEWAY src || exit 1
    if grep -rq shown-value dist; then echo "app-vite $1: process.env.GATEWAY of .env -> in the bundle"
    else echo "app-vite $1: process.env.GATEWAY of .env -> not in the bundle"; fi
}

{
    (install 1.11.0 && echo 'module.exports = () => ({})' > quasar.config.cjs && build 1.11.0)
    (install 2.4.1 vite@7.3.8 && echo 'export default () => ({})' > quasar.config.js && build 2.4.1)
} | tee "$work/seen"
diff "$work/expected" "$work/seen" >&2 ||
    { echo "Changed: Quasar 1 and 2 no longer differ like this in what they ship of an env file." >&2; exit 1; }
