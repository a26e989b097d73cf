#!/usr/bin/env bash
# A product's license key is packed with the license, although git ignores it and the list of files does not have it.
#
# Versions: npm 11.21.2, pnpm 10.34.9, Yarn 4.18.1 (@yarnpkg/cli-dist), Bun 1.4.5 (npm); setuptools 82.0.0, hatchling 1.33.0, flit_core 4.2.0,
#   pdm-backend 2.5.0, poetry-core 2.5.0, uv_build 0.13.6 (PyPI).
# Expected: `license.key`, `LICENSE.lic` and `LICENSE_KEY`, which is how products name the file that unlocks them, are data. Git ignores them and
#   `files` in package.json names another folder, so a package has them as little as it has `service.key`.
# Seen (2026-11-30): packers always add the text of the license, and know it by the beginning of its name. npm, pnpm and Yarn take upper and lower
#   case and any ending, Bun upper case; no ignore file and no list keeps them back. Five of six Python backends put upper case
#   names, with `LICENSE_KEY`, into the wheel's `licenses` folder, poetry-core also what lies in a folder `LICENSES`; uv_build
#   takes none of itself. `NOTICE.key` goes with five, `COPYING.key` with npm and pnpm too, `CHANGELOG.env` with Yarn.
# Why it matters: paid components (grids, PDF, reports) are unlocked by such a file, and it lies where their manual says, beside the manifest.
#   `npm publish` shows it in a list of names in which a license is the last thing to stop at.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 YARN_ENABLE_TELEMETRY=0

echo '{"private": true}' > package.json
npm install --loglevel=error npm@11.21.2 pnpm@10.34.9 @yarnpkg/cli-dist@4.18.1 bun@1.4.5 > npm.log
python3 -m venv env
env/bin/pip install -qq setuptools==82.0.0 hatchling==1.33.0 flit_core==4.2.0 pdm-backend==2.5.0 poetry-core==2.5.0 uv_build==0.13.6
export HOME=$work
tools=$work/node_modules

mkdir -p base/lib base/shop base/LICENSES
git init -q base
names='license.key LICENSE.lic LICENSE_KEY LICENSES/server.key NOTICE.key COPYING.key CHANGELOG.env service.key'
for name in $names; do echo secret > base/$name; done
printf '*.key\n*.lic\n*.env\nLICENSE_KEY\n' > base/.gitignore
echo '{"name": "shop", "version": "1.0.0", "files": ["lib"]}' > base/package.json
echo 1 > base/lib/index.js
touch base/shop/__init__.py
(cd base && for name in $names; do git check-ignore -q "$name" || { echo "not ignored: $name" >&2; exit 1; }; done)

pack() { # tool: writes the names that are packed to standard output
    case $1 in
        npm) node "$tools/npm/bin/npm-cli.js" pack ;;
        pnpm) node "$tools/pnpm/bin/pnpm.cjs" pack ;;
        yarn) node "$tools/@yarnpkg/cli-dist/bin/yarn.js" install && node "$tools/@yarnpkg/cli-dist/bin/yarn.js" pack ;;
        bun) "$tools/.bin/bun" pm pack ;;
    esac > log 2>&1 || { cat log >&2; exit 1; }
    tar -tzf ./*.tgz
}
build() { # package of the backend, its module
    printf '[build-system]\nrequires = ["%s"]\nbuild-backend = "%s"\n[project]\nname = "shop"\nversion = "1.0"\ndescription = "A shop"\n' "$1" "$2" > pyproject.toml
    if [ "$1" = uv_build ]; then printf '[tool.uv.build-backend]\nmodule-root = ""\n' >> pyproject.toml; fi
    if [ "$1" = setuptools ]; then printf '[tool.setuptools]\npackages = ["shop"]\n' >> pyproject.toml; fi
    PATH=$work/env/bin:$PATH "$work/env/bin/pip" wheel -qq --no-deps --no-build-isolation --no-index -w dist . > log 2>&1 || { cat log >&2; exit 1; }
    python3 -m zipfile -l dist/*.whl
}
show() { # tool, command that lists what it packs
    cp -r "$work/base" "$work/of-$1"
    cd "$work/of-$1"
    touch yarn.lock
    "${@:2}" > "$work/list"
    found=
    for name in $names; do if grep -q "/$name\( \|$\)" "$work/list"; then found="$found $name"; fi; done
    echo "$1:${found:- nothing}"
}
cat > expected <<'END'
npm: license.key LICENSE.lic COPYING.key
pnpm: license.key LICENSE.lic COPYING.key
yarn: license.key LICENSE.lic CHANGELOG.env
bun: LICENSE.lic
setuptools: LICENSE.lic LICENSE_KEY NOTICE.key COPYING.key
hatchling: LICENSE.lic LICENSE_KEY NOTICE.key COPYING.key
flit_core: LICENSE.lic LICENSE_KEY NOTICE.key COPYING.key
pdm-backend: LICENSE.lic LICENSE_KEY NOTICE.key COPYING.key
poetry-core: LICENSE.lic LICENSE_KEY LICENSES/server.key NOTICE.key COPYING.key
uv_build: nothing
END
{
    for tool in npm pnpm yarn bun; do (show $tool pack $tool); done
    (show setuptools build setuptools setuptools.build_meta)
    (show hatchling build hatchling hatchling.build)
    (show flit_core build flit_core flit_core.buildapi)
    (show pdm-backend build pdm-backend pdm.backend)
    (show poetry-core build poetry-core poetry.core.masonry.api)
    (show uv_build build uv_build uv_build)
} | tee seen
diff expected seen >&2 || { echo "Changed: packers take other files for a license now." >&2; exit 1; }
