#!/usr/bin/env bash
# Tools that collect what a function needs take the developer's env files along, since the code names them, also where it does not read them.
#
# Versions: @vercel/nft 1.3.1 and 1.11.5, @vercel/ncc 0.45.0, esbuild 0.28.2, rolldown 1.3.3, dotenv 18.0.10 (npm).
# Expected: a server's code is put together with the modules that it imports, and with data files where `fs` reads them. An env file
#   belongs to a machine; git ignores it, no `fs` call names it, and the line that does is for development only.
# Seen (2026-11-30): a path that is computed from `__dirname`, `import.meta.url` or `process.cwd()` and leads to a file makes nft and ncc pack
#   that file, whatever the path is for: `.env.local` behind a condition that production never meets, and with nft all of `.env.*`
#   for a name that ends in NODE_ENV. nft 1.3.1, as Netlify's packer has it, packs `.env` for a plain `dotenv.config()`, for dotenv's own
#   code computes that path; 1.11.5 does not. `.gitignore` counts for neither. A relative name (`path: '.env.local'`) packs
#   nothing, and neither esbuild nor rolldown pack any.
# Why it matters: functions at Vercel and Netlify and the standalone output of Next.js are collected so, and an action's `dist`, made by ncc, is
#   committed. A file that was on one machine is then on each, and what the platform was not told is read from it there.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

echo '{"private": true}' > package.json
npm install --loglevel=error @vercel/nft@1.11.5 old-nft@npm:@vercel/nft@1.3.1 @vercel/ncc@0.45.0 esbuild@0.28.2 rolldown@1.3.3 \
    dotenv@18.0.10 > npm.log
git init -q .
printf 'node_modules\n.env*\n' > .gitignore
for name in .env .env.local .env.production; do echo "SERVICE_TOKEN=of-$name" > $name; done

mkdir src
echo "require('dotenv').config();" > src/plain.js
echo "require('dotenv').config({path: '.env.local'});" > src/relative.js
cat > src/guarded.js <<'END'
const path = require('path');
if (process.env.NODE_ENV === 'development') {
  require('dotenv').config({path: path.join(__dirname, '../.env.local')});
}
END
cat > src/mode.js <<'END'
const path = require('path');
require('dotenv').config({path: path.join(__dirname, '..', `.env.${process.env.NODE_ENV}`)});
END
cat > src/working-folder.js <<'END'
const path = require('path');
require('dotenv').config({path: path.resolve(process.cwd(), '.env.production')});
END
echo "process.loadEnvFile(new URL('../.env.local', import.meta.url));" > src/module.mjs

cat > trace.mjs <<'END'
const {nodeFileTrace} = (await import(process.argv[2])).default;
const {fileList} = await nodeFileTrace([process.argv[3]], {base: process.cwd()});
console.log([...fileList].join('\n'));
END
run() { "$@" > log 2>&1 || { cat log >&2; exit 1; }; }
packed() { # tool, file
    rm -rf out
    mkdir out
    case $1 in
        nft) node trace.mjs @vercel/nft "$2" > out/.list ;;
        old-nft) node trace.mjs old-nft "$2" > out/.list ;;
        ncc) run node_modules/.bin/ncc build "$2" -o out ;;
        esbuild) run node_modules/.bin/esbuild "$2" --bundle --platform=node --outfile=out/index.js ;;
        rolldown) run node_modules/.bin/rolldown "$2" --platform node --dir out ;;
    esac
    { grep -x '\.env.*' out/.list 2> /dev/null || true; ls -A out | grep -x '\.env.*' || true; } | sort | xargs
}
cat > expected <<'END'
plain.js, old-nft: .env
guarded.js, old-nft: .env .env.local
guarded.js, nft: .env.local
guarded.js, ncc: .env.local
mode.js, old-nft: .env .env.local .env.production
mode.js, nft: .env.local .env.production
relative.js, old-nft: .env
working-folder.js, old-nft: .env .env.production
working-folder.js, nft: .env.production
working-folder.js, ncc: .env.production
module.mjs, old-nft: .env.local
module.mjs, nft: .env.local
module.mjs, ncc: .env.local
END
for file in plain.js guarded.js mode.js relative.js working-folder.js module.mjs; do
    for tool in old-nft nft ncc esbuild rolldown; do
        names=$(packed $tool "src/$file")
        if [ -n "$names" ]; then echo "$file, $tool: $names"; fi
    done
done | tee seen
diff expected seen >&2 || { echo "Changed: other env files are packed now." >&2; exit 1; }
