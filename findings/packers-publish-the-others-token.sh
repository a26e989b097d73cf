#!/usr/bin/env bash
# npm keeps its own file with a token out of what it packs and publishes Yarn's; Yarn 4 does it the other way round.
#
# Versions: npm 11.21.2, pnpm 12.21.0, yarn 1.22.22, @yarnpkg/cli-dist 4.18.1, Bun 1.4.5 (npm).
# Expected: what goes into a package is said by `files`, `.npmignore` and `.gitignore`, whichever tool packs it, and files that hold
#   tokens of a registry are left out by all: that `.npmrc` never ships is in npm's manual.
# Seen (2026-11-30): npm, pnpm and Bun leave out `.npmrc` and pack `.yarnrc.yml`; Yarn 4 leaves out `.yarnrc.yml` and packs `.npmrc`. Yarn 1 leaves
#   out both, but packs `.npmrc` below a folder that `files` names. What all five agree on: the `.gitignore` of the folder above, as in
#   a monorepo, counts for none, so that `.env` is packed there, of which git says that it is ignored.
# Why it matters: a project that came from one tool to the other has both files. One release by the other tool, and the token of
#   the registry is in the registry. The list of files is printed, and nobody reads it in CI.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

echo '{"private": true}' > package.json
npm install --loglevel=error npm@11.21.2 pnpm@12.21.0 yarn@1.22.22 @yarnpkg/cli-dist@4.18.1 bun@1.4.5 > npm.log
export HOME=$work/home YARN_ENABLE_TELEMETRY=0 YARN_ENABLE_GLOBAL_CACHE=0 YARN_ENABLE_IMMUTABLE_INSTALLS=0
tools=$work/node_modules
mkdir "$HOME"

package() { # folder: a package with the files that people have
    mkdir -p "$1/dist"
    echo '{"name": "shop", "version": "1.0.0", "main": "dist/index.js"}' > "$1/package.json"
    touch "$1/yarn.lock" "$1/dist/index.js" "$1/.env" "$1/.npmrc" "$1/.yarnrc.yml" "$1/dist/.npmrc"
}
packed() { # folder: what each tool packs of it
    cd "$1"
    for tool in npm pnpm yarn-1 yarn-4 bun; do
        case $tool in
            npm) "$tools/.bin/npm" pack --silent ;;
            pnpm) "$tools/.bin/pnpm" pack ;;
            yarn-1) node "$tools/yarn/bin/yarn.js" pack ;;
            yarn-4) node "$tools/@yarnpkg/cli-dist/bin/yarn.js" install > "$work/log" 2>&1 &&
                node "$tools/@yarnpkg/cli-dist/bin/yarn.js" pack --out shop.tgz ;;
            bun) "$tools/.bin/bun" pm pack ;;
        esac > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
        echo "  $tool:" $(tar -tzf ./*.tgz | sed 's/^package.//' | grep -E '(^|/)\.(env|npmrc|yarnrc.yml)$' | LC_ALL=C sort || true)
        rm -rf ./*.tgz .yarn .pnp.*
    done
    cd "$work"
}
cat > expected <<'END'
a package
  npm: .env .yarnrc.yml
  pnpm: .env .yarnrc.yml
  yarn-1: .env
  yarn-4: .env .npmrc dist/.npmrc
  bun: .env .yarnrc.yml
with .gitignore
  npm: .yarnrc.yml
  pnpm: .yarnrc.yml
  yarn-1:
  yarn-4: .npmrc dist/.npmrc
  bun: .yarnrc.yml
with .gitignore in the folder above
  npm: .env .yarnrc.yml
  pnpm: .env .yarnrc.yml
  yarn-1: .env
  yarn-4: .env .npmrc dist/.npmrc
  bun: .env .yarnrc.yml
with files: dist
  npm:
  pnpm:
  yarn-1: dist/.npmrc
  yarn-4: dist/.npmrc
  bun:
END
{
    echo 'a package'
    package first
    packed first

    echo 'with .gitignore'
    package second
    echo .env > second/.gitignore
    packed second

    echo 'with .gitignore in the folder above'
    git init -q mono
    echo .env > mono/.gitignore
    package mono/shop
    git -C mono check-ignore -q shop/.env
    packed mono/shop

    echo 'with files: dist'
    package third
    sed -i 's/"main"/"files": ["dist"], "main"/' third/package.json
    packed third
} | tee seen
diff expected seen >&2 || { echo "Changed: other files are packed now." >&2; exit 1; }
