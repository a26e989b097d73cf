#!/usr/bin/env bash
# Of six tools that list a program's components for customers five write the token of a dependency's address, one of them where it is hard to see.
#
# Versions: npm 11.19.1, pnpm 12.4.2, @cyclonedx/cyclonedx-npm 6.0.1, @cyclonedx/cdxgen 12.8.4 (npm); uv 0.13.8, cyclonedx-bom 7.5.0,
#   flit-core 3.12.0 (PyPI).
# Expected: a package of the house is had from `https://deploy:TOKEN@...`, as `package.json` and the lock file say, which are private. The list of
#   components (CycloneDX) is made for others. A tool that writes one knows what such an address is and takes the token out.
# Seen (2026-12-01): cyclonedx-npm takes it out of the address and leaves it in the package URL (`purl`) of the same component, where the address stands once
#   more with `%3A` and `%40` for the signs by which one would know it. npm, pnpm and cdxgen take out nothing. uv does so for a git
#   repository, and writes the token of a file twice. cyclonedx-py has it in neither place.
# Why it matters: such a list is what laws and customers ask for, so it is published with each release. Who looks through one for a password
#   in an address finds none in the output of cyclonedx-npm, and the token opens the repository.
set -euo pipefail
work=$(mktemp -d)
trap 'kill "${server:-}" 2> /dev/null || true; rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 UV_CACHE_DIR=$work/uv
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false
export HOME=$work FETCH_LICENSE=false

mkdir tools served
(cd tools && npm install --loglevel=error --omit=optional npm@11.19.1 @cyclonedx/cyclonedx-npm@6.0.1 @cyclonedx/cdxgen@12.8.4 > ../npm.log &&
    npm install --loglevel=error --prefix pnpm pnpm@12.4.2 > ../npm.log) &
python3 -m venv env
env/bin/pip install -qq uv==0.13.8 cyclonedx-bom==7.5.0
wait $!
export PATH=$work/tools/node_modules/.bin:$work/tools/pnpm/node_modules/.bin:$work/env/bin:$PATH

# Two packages, each for npm and for Python: one is a file on a server, one a git repository there.
for name in left right; do
    mkdir -p $name/$name
    touch $name/$name/__init__.py
    echo "{\"name\": \"$name\", \"version\": \"1.0.0\", \"license\": \"MIT\"}" > $name/package.json
    cat > $name/pyproject.toml <<END
[build-system]
requires = ["flit_core==3.12.0"]
build-backend = "flit_core.buildapi"
[project]
name = "$name"
version = "1.0.0"
description = "A package"
END
done
(cd left && npm pack --silent --pack-destination ../served > ../npm.log && uv build -q --wheel -o ../served)
(cd right && git init -q && git add . && git -c user.name=Dev -c user.email=dev@example.org commit -qm 'Add a package')
git clone -q --bare right served/right.git
git -C served/right.git update-server-info
python3 -u -m http.server -b 127.0.0.1 -d served 0 > server.log 2>&1 &
server=$!
until grep -qs ' port ' server.log; do sleep 0.1; done
port=$(grep -oE 'port [0-9]+' server.log | cut -d' ' -f2)
token=$(python3 -c 'import random, string; print("".join(random.Random(31).choices(string.ascii_letters, k=32)))')
at=http://deploy:$token@127.0.0.1:$port

mkdir of-npm of-pnpm of-uv
cat > of-npm/package.json <<END
{
  "name": "shop",
  "version": "1.0.0",
  "dependencies": {"left": "$at/left-1.0.0.tgz", "right": "git+$at/right.git"}
}
END
cp of-npm/package.json of-pnpm
wheel=$(cd served && echo left-*.whl)
cat > of-uv/pyproject.toml <<END
[project]
name = "shop"
version = "1.0.0"
requires-python = ">=3.11"
dependencies = ["left @ $at/$wheel", "right @ git+$at/right.git"]
END
printf 'left @ %s\nright @ git+%s\n' "$at/$wheel" "$at/right.git" > of-uv/requirements.txt
{
    (cd of-npm && npm install && npm sbom --sbom-format cyclonedx > npm.json && cyclonedx-npm -o cyclonedx-npm.json &&
        cdxgen -t npm --no-install-deps -o cdxgen.json .)
    (cd of-pnpm && pnpm install && pnpm sbom --sbom-format cyclonedx --out pnpm.json)
    (cd of-uv && uv lock && uv export --format cyclonedx1.5 -o uv.json && cyclonedx-py requirements -o cyclonedx-py.json)
} > log 2>&1 || { cat log >&2; exit 1; }

cat > list.py <<'END'
"""Says which members of the components in a CycloneDX file have the token, and how the file says where a package is from."""

import json
import pathlib
import sys

TOKEN = sys.argv[1]
for name in sys.argv[2:]:
    path = pathlib.Path(name)
    components = json.loads(path.read_text())["components"]
    for package in ("left", "right"):
        (component,) = (each for each in components if each["name"] == package)
        purl = component.pop("purl")
        written = {"its purl": purl, "its other members": json.dumps(component)}
        found = [place for place, text in written.items() if TOKEN in text]
        print(f"{path.stem}, {package}: token in {' and '.join(found) or 'nothing'}")
END
cat > expected <<'END'
cdxgen, left: token in its other members
cdxgen, right: token in its purl and its other members
cyclonedx-npm, left: token in its purl
cyclonedx-npm, right: token in its purl
npm, left: token in its other members
npm, right: token in its purl and its other members
pnpm, left: token in its other members
pnpm, right: token in its other members
cyclonedx-py, left: token in nothing
cyclonedx-py, right: token in nothing
uv, left: token in its purl and its other members
uv, right: token in nothing
END
rm of-npm/package*.json of-pnpm/package.json
python3 list.py "$token" of-*/*.json | tee seen
diff expected seen >&2 || { echo "Changed: other lists of components hold the token now." >&2; exit 1; }
