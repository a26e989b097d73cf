#!/usr/bin/env bash
# Next.js writes the values of server settings, and of settings that it no longer has, into the output of the build.
#
# Versions: next 14.2.35, 15.5.29 and 16.4.6.
# Expected: `serverRuntimeConfig: {key: process.env.KEY}` is read when the server starts, as its name says, so that an image that was
#   built on a build machine holds no key; Next.js 16, which has the setting no more, drops it.
# Seen (2026-11-29): the value that the build machine has stands in clear in `.next/required-server-files.json`, in all three versions.
#   With `output: 'standalone'` it stands a second time in `server.js`, the file that is copied into images.
# Why it matters: whoever can pull the image has the key, though no page has it; and removing the option from Next.js did not
#   remove it from the output. Scanning sources shows nothing, scanning the output does.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

cat > expected <<'END'
next 14.2.35: required-server-files.json standalone/.next/required-server-files.json standalone/server.js
next 15.5.29: required-server-files.json standalone/.next/required-server-files.json standalone/server.js
next 16.4.6: required-server-files.js required-server-files.json standalone/.next/required-server-files.json standalone/server.js
END

for each in 14.2.35/18 15.5.29/19 16.4.6/19; do
    version=${each%/*} react=${each#*/}
    mkdir "$work/$version" && cd "$work/$version"
    echo '{"private": true}' > package.json
    npm install --loglevel=error "next@$version" "react@$react" "react-dom@$react" > npm.log
    echo "module.exports = {output: 'standalone', serverRuntimeConfig: {key: process.env.GATEWAY}}" > next.config.js
    mkdir app
    echo 'export default ({children}) => <html><body>{children}</body></html>' > app/layout.js
    echo 'export default () => <p>shop</p>' > app/page.js
    env -i PATH="$PATH" HOME="$work" CI=1 NEXT_TELEMETRY_DISABLED=1 GATEWAY=stored-value node_modules/.bin/next build > log 2>&1 ||
        { tail -20 log >&2; exit 1; }
    found=$({ grep -rl stored-value .next --include='*.js' --include='*.json' --exclude-dir=cache || true; } | sed 's/^.next.//' | sort | tr '\n' ' ')
    echo "next $version: ${found% }"
done | tee "$work/seen"
diff "$work/expected" "$work/seen" >&2 ||
    { echo "Changed: Next.js no longer writes these settings into these files." >&2; exit 1; }
