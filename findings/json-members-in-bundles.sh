#!/usr/bin/env bash
# Whether an unread member of an imported JSON file ships depends on the bundler and on one word of the import.
#
# Versions: esbuild 0.28.2, rollup 4.68.8 with @rollup/plugin-json 6.1.0, rolldown 1.3.3, webpack 5.113.0.
# Expected: bundlers that shake trees agree on the plainest case there is, a JSON file of which one member is read.
# Seen (2026-11-29): four bundlers, three answers. rollup and webpack ship only what is read, in every form.
#   esbuild ships the whole file for a default import, one member for a named one. rolldown ships, for a default import,
#   the read member of the top level but *all* of a nested object of which one member is read, and the whole file as soon
#   as the import is destructured. webpack alone refuses the named import (so it has no line here).
# Why it matters: "config.json holds a key and the page imports config.json" is a leak with one tool and none with another,
#   and the `import x from` of the next commit can turn the one into the other.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

echo '{"private": true}' > package.json
npm install --loglevel=error esbuild@0.28.2 rollup@4.68.8 @rollup/plugin-json@6.1.0 rolldown@1.3.3 \
    webpack@5.113.0 > npm.log

echo '{"title": "shown-value", "token": "top-value", "nested": {"a": "nested-shown", "b": "nested-value"}}' > config.json
echo 'import {title} from "./config.json"; console.log(title)' > named.mjs
echo 'import config from "./config.json"; console.log(config.title)' > default.mjs
echo 'import config from "./config.json"; console.log(config.nested.a)' > nested.mjs
echo 'import config from "./config.json"; const {title} = config; console.log(title)' > destructured.mjs
cat > webpack.js <<'END'
const [entry, filename] = process.argv.slice(2);
require('webpack')({mode: 'production', entry: './' + entry, output: {path: __dirname, filename}}, (error, stats) => {
    if (error || stats.hasErrors()) { console.error(error || stats.toString()); process.exit(1); }
});
END

cat > expected <<'END'
named, esbuild: no unread member
named, rollup: no unread member
named, rolldown: no unread member
default, esbuild: top-value nested-value
default, rollup: no unread member
default, rolldown: no unread member
default, webpack: no unread member
nested, esbuild: top-value nested-value
nested, rollup: no unread member
nested, rolldown: nested-value
nested, webpack: no unread member
destructured, esbuild: top-value nested-value
destructured, rollup: no unread member
destructured, rolldown: top-value nested-value
destructured, webpack: no unread member
END
for form in named default nested destructured; do
    for bundler in esbuild rollup rolldown webpack; do
        [ "$form-$bundler" = named-webpack ] && continue
        out=out-$form-$bundler.js
        case $bundler in
            esbuild) node_modules/.bin/esbuild $form.mjs --bundle --minify --format=esm --log-level=error --outfile=$out ;;
            rollup) node_modules/.bin/rollup --silent -p @rollup/plugin-json $form.mjs -f es -o $out ;;
            rolldown) node_modules/.bin/rolldown $form.mjs --minify -f esm -o $out > log ;;
            webpack) node webpack.js $form.mjs $out ;;
        esac
        grep -q 'shown' $out || { echo "Changed: $bundler does not ship the member that is read." >&2; exit 1; }
        unread=$({ grep -o 'top-value\|nested-value' $out || true; } | sort -ru | xargs)
        echo "$form, $bundler: ${unread:-no unread member}"
    done
done | tee seen
diff expected seen >&2 || { echo "Changed: another part of an imported JSON file is shipped now." >&2; exit 1; }
