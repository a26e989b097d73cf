#!/usr/bin/env bash
# A comment that has an address like anna@lichtblick.example in it is in the production build, of webpack as a file of its own.
#
# Versions: webpack 5.113.0 with webpack-cli 7.3.1, rollup 4.68.8 with @rollup/plugin-terser 1.0.2, esbuild 0.28.2, rolldown 1.3.3, bun 1.4.5,
#   vite 8.4.0, vite 7.3.8, @rspack/core 2.3.4, parcel 2.16.4 without source maps (npm), each minifying as it does by default.
# Expected: comments do not get into a minified bundle, except those that name a license on purpose: `@license`, `@preserve` or `/*!`.
# Seen (2026-12-01): the words are looked for anywhere in a comment, so an address at license.example or preserve.example is such a
#   mark. For terser, which webpack and the plugin of Rollup call, `@lic` is enough: anna@lichtblick.example. It takes line comments as
#   well, also those within a function, and webpack collects them in `main.js.LICENSE.txt` beside the bundle. Bun looks for the `!` alone,
#   and Vite, Rspack and Parcel keep nothing, though Vite 8 bundles with Rolldown, Vite 7 minifies with esbuild.
# Why it matters: "ask NAME@DOMAIN for the key" and "the old key was ..., says NAME@DOMAIN" are what comments are for. Whether the sentence gets
#   published hangs on the letters of the domain; and the published file is one that looks like license texts only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false
export HOME=$work DO_NOT_TRACK=1

echo '{"private": true}' > package.json
npm install --loglevel=error webpack@5.113.0 webpack-cli@7.3.1 rollup@4.68.8 @rollup/plugin-terser@1.0.2 esbuild@0.28.2 rolldown@1.3.3 \
    bun@1.4.5 vite@8.4.0 vite7@npm:vite@7.3.8 @rspack/core@2.3.4 parcel@2.16.4 > npm.log

mkdir app
echo '<script type="module" src="./main.js"></script>' > app/index.html
echo 'import {add} from "./add.js"; console.log(add(2), add);' > app/main.js
cat > app/add.js <<'END'
/* ask anna@example.com about note-of-anna */
/* ask anna@lichtblick.example about note-of-lichtblick */
// ask sales@license.example about note-of-license
/* ask help@preserve.example about note-of-preserve */
/*! note-with-mark */
export function add(number) {
    // ask anna@lichtblick.example about note-in-function
    return number + 1;
}
END
cat > rspack.mjs <<'END'
import {rspack} from '@rspack/core';

const output = {path: process.cwd() + '/out/rspack'};
rspack({mode: 'production', context: process.cwd(), entry: './app/main.js', output}, (error, stats) => {
    if (error ?? stats.hasErrors()) throw error ?? new Error(stats.toString());
});
END

bin=$work/node_modules/.bin
{
    "$bin/webpack" --mode production --entry ./app/main.js --output-path out/webpack
    "$bin/rollup" app/main.js --plugin terser --format es --dir out/rollup
    "$bin/esbuild" app/main.js --bundle --minify --outdir=out/esbuild
    "$bin/rolldown" app/main.js --minify --dir out/rolldown
    "$bin/bun" build app/main.js --minify --outdir out/bun
    "$bin/vite" build app --outDir ../out/vite-8
    node node_modules/vite7/bin/vite.js build app --outDir ../out/vite-7
    node rspack.mjs
    (cd app && "$bin/parcel" build index.html --dist-dir ../out/parcel --no-cache --no-source-maps)
} > log 2>&1 || { cat log >&2; exit 1; }

cat > expected <<'END'
webpack: note-in-function note-of-license note-of-lichtblick note-of-preserve note-with-mark in main.js.LICENSE.txt
rollup: note-in-function note-of-license note-of-lichtblick note-of-preserve note-with-mark in main.js
esbuild: note-of-license note-of-preserve note-with-mark in main.js
rolldown: note-of-license note-of-preserve note-with-mark in main.js
bun: note-with-mark in main.js
vite-8: nothing
vite-7: nothing
rspack: nothing
parcel: nothing
END
for name in webpack rollup esbuild rolldown bun vite-8 vite-7 rspack parcel; do
    grep -rq 'console.log' out/$name || { echo "$name built nothing" >&2; exit 1; }
    files=$(cd out/$name && { grep -rl 'note-' . || true; } | sed 's,^\./,,')
    notes=$({ grep -rhao 'note-[a-z-]*' out/$name || true; } | LC_ALL=C sort -u | xargs)
    echo "$name: ${notes:-nothing}${files:+ in $files}"
done | tee seen
diff expected seen >&2 || { echo "Changed: builds keep other comments now." >&2; exit 1; }
