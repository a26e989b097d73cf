#!/usr/bin/env bash
# Vite 8 puts every member of a defined object into the bundle; Vite 7 put in the one that is read.
#
# Versions: vite 7.3.8 and 8.4.0.
# Expected: with `define: {'process.env': {...}}` and code that reads `process.env.API_URL`, the bundle holds that one
#   value, as ever: the minifier drops what nobody reads. If a new major did ship more, then for every form of reading.
# Seen (2026-11-29): Vite 7 ships nothing but the member read. Vite 8 ships the whole object for `process.env.API_URL`,
#   `process.env['API_URL']`, `?.` and a call; only a destructuring statement still ships the one member. No
#   warning either way.
# Why it matters: `loadEnv(mode, root, '')` is the common filling of that object. The same configuration file is harmless
#   with one lock file and gives away every variable of the build machine with the next.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

cat > expected <<'END'
vite 7.3.8: process.env.API_URL -> only what is read
vite 7.3.8: process.env["API_URL"] -> only what is read
vite 7.3.8: process.env?.API_URL -> only what is read
vite 7.3.8: (({API_URL}) => API_URL)(process.env) -> only what is read
vite 7.3.8: destructured -> only what is read
vite 8.4.0: process.env.API_URL -> the whole object
vite 8.4.0: process.env["API_URL"] -> the whole object
vite 8.4.0: process.env?.API_URL -> the whole object
vite 8.4.0: (({API_URL}) => API_URL)(process.env) -> the whole object
vite 8.4.0: destructured -> only what is read
END

build() { # version, label, code
    printf '%s\n' "$3" > main.js
    rm -rf dist
    env -i PATH="$PATH" HOME="$work" node_modules/.bin/vite build --logLevel error
    grep -q shown-value dist/assets/*.js || { echo "Changed: the member that is read is not in the bundle." >&2; exit 1; }
    if grep -q other-value dist/assets/*.js; then echo "vite $1: $2 -> the whole object"
    else echo "vite $1: $2 -> only what is read"; fi
}

for version in 7.3.8 8.4.0; do
    mkdir "$work/$version" && cd "$work/$version"
    echo '{"private": true, "type": "module"}' > package.json
    npm install --loglevel=error "vite@$version" > npm.log
    echo '<!doctype html><script type="module" src="/main.js"></script>' > index.html
    echo "export default {define: {'process.env': {API_URL: 'shown-value', WEBHOOK: 'other-value'}}}" > vite.config.js
    for read in process.env.API_URL 'process.env["API_URL"]' 'process.env?.API_URL' \
        '(({API_URL}) => API_URL)(process.env)'; do
        build "$version" "$read" "document.title = $read"
    done
    build "$version" destructured 'const {API_URL} = process.env; document.title = API_URL'
done | tee "$work/seen"
diff "$work/expected" "$work/seen" >&2 ||
    { echo "Changed: Vite 7 and 8 no longer differ like this in what they ship of a defined object." >&2; exit 1; }
