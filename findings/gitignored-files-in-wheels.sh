#!/usr/bin/env bash
# Of three ways to have git ignore a file, Python's build backends heed none, one or all, and so does the wheel.
#
# Versions: hatchling 1.33.0, flit_core 4.2.0, uv_build 0.13.6, pdm-backend 2.5.0, poetry-core 2.5.0; build 1.6.1.
# Expected: a backend that takes a package's data files without being told takes those of the repository: what git ignores
#   is not packed, or a backend that knows nothing of git packs `*.py` only.
# Seen (2026-11-30): poetry-core leaves out all three. hatchling, which reads `.gitignore` itself, takes what the package's own
#   `.gitignore` and `.git/info/exclude` ignore. flit, pdm-backend and uv's own backend take everything that lies in the
#   package's folder, `.env` included. None of them mentions it.
# Why it matters: "it is in .gitignore, so it cannot leak" holds for a push and not for an upload; the same project packs other files
#   after one changed line in pyproject.toml. Wheels and sdists have to be scanned as they are.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq hatchling==1.33.0 flit_core==4.2.0 uv_build==0.13.6 pdm-backend==2.5.0 poetry-core==2.5.0 build==1.6.1

export HOME=$work GIT_CONFIG_NOSYSTEM=1 PATH=$work/env/bin:$PATH
mkdir -p project/src/demo
cd project
git init -q .
touch src/demo/__init__.py
echo .env > .gitignore
echo local.json > src/demo/.gitignore
mkdir -p .git/info
echo mine.toml > .git/info/exclude
touch src/demo/.env src/demo/local.json src/demo/mine.toml
[ -z "$(git status --short --untracked-files=all | grep -v 'gitignore\|__init__')" ] || { echo "git does not ignore the files." >&2; exit 1; }

cat > ../expected <<'END'
hatchling: local.json mine.toml
flit_core: .env local.json mine.toml
uv_build: .env local.json mine.toml
pdm.backend: .env local.json mine.toml
poetry.core: none of them
END
for backend in hatchling.build flit_core.buildapi uv_build pdm.backend poetry.core.masonry.api; do
    cat > pyproject.toml <<END
[project]
name = "demo"
version = "1"
description = "A demonstration"
[build-system]
requires = []
build-backend = "$backend"
END
    rm -rf ../dist
    pyproject-build --wheel --no-isolation --outdir ../dist > ../log 2>&1 || { cat ../log >&2; exit 1; }
    files=$(python3 -m zipfile -l ../dist/*.whl | { grep -o '^demo/\(.env\|local.json\|mine.toml\)' || true; } | cut -d/ -f2 | xargs)
    name=${backend%.build*}
    echo "${name%.masonry.api}: ${files:-none of them}"
done | tee ../seen
diff ../expected ../seen >&2 || { echo "Changed: other ignored files get into a wheel now." >&2; exit 1; }
