#!/usr/bin/env bash
# A value that stands in no source file stands whole in the bundle, or not, depending on which minifier ran.
#
# Versions: terser 5.51.4, @swc/core 1.16.22, esbuild 0.28.2, oxc-minify 0.157.0 (the minifier of rolldown and Vite 8).
# Expected: minifiers fold "a" + "b" and constant template literals, and leave method calls for run time.
# Seen (2026-11-29): all four fold `+` and `${}`. Beyond that no two agree: terser stops there; esbuild evaluates
#   String.fromCharCode; swc evaluates join and toLowerCase, but no fromCharCode; oxc evaluates all of these and concat,
#   slice, replace, trim, decodeURIComponent, even /x/.source. None of them evaluates atob.
# Why it matters: a key that a scanner of sources cannot see (it is joined, cut or decoded) may be one plain literal in
#   what ships, so the output must be scanned too; and it may appear there only after a change of the build tool.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false
export XDG_CACHE_HOME=$work/cache # swc keeps its binary there

echo '{"private": true}' > package.json
npm install --loglevel=error terser@5.51.4 @swc/core@1.16.22 esbuild@0.28.2 oxc-minify@0.157.0 > npm.log

cat > fold.mjs <<'END'
import {minify as terser} from 'terser';
import swc from '@swc/core';
import {transformSync} from 'esbuild';
import {minifySync} from 'oxc-minify';

const forms = {
    plus: '"ab" + "_" + "cdef"',
    template: '`ab${"_"}cdef`',
    join: '["ab", "_", "cdef"].join("")',
    concat: '"ab".concat("_", "cdef")',
    fromCharCode: 'String.fromCharCode(97, 98, 95, 99, 100, 101, 102)',
    toLowerCase: '"AB_CDEF".toLowerCase()',
    slice: '"xxab_cdefxx".slice(2, 9)',
    replace: '"abXcdef".replace("X", "_")',
    trim: '" ab_cdef ".trim()',
    decodeURIComponent: 'decodeURIComponent("ab%5Fcdef")',
    source: '/ab_cdef/.source',
    atob: 'atob("YWJfY2RlZg==")',
};
const minifiers = {
    terser: async (code) => (await terser(code, {module: true})).code,
    swc: async (code) => (await swc.minify(code, {module: true, compress: true, mangle: true})).code,
    esbuild: (code) => transformSync(code, {minify: true, format: 'esm'}).code,
    oxc: (code) => minifySync('value.js', code, {}).code,
};
for (const [form, value] of Object.entries(forms)) {
    const whole = [];
    for (const [name, minify] of Object.entries(minifiers)) {
        if (/(["'`])ab_cdef\1/.test(await minify(`export const value = ${value};`))) whole.push(name);
    }
    console.log(`${form}: ${whole.join(' ') || 'none'}`);
}
END
cat > expected <<'END'
plus: terser swc esbuild oxc
template: terser swc esbuild oxc
join: swc oxc
concat: oxc
fromCharCode: esbuild oxc
toLowerCase: swc oxc
slice: oxc
replace: oxc
trim: oxc
decodeURIComponent: oxc
source: oxc
atob: none
END
node fold.mjs | tee seen
diff expected seen >&2 || { echo "Changed: the minifiers put other expressions together now." >&2; exit 1; }
