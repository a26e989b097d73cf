#!/usr/bin/env bash
# A password in the address of a git remote is taken out by half of what git, pip and npm write, and copied by the other half.
#
# Versions: pip 26.3, sacred 0.8.7, uv 0.13.9 (PyPI); npm 11.21.2, Bun 1.4.5 (npm); the git on PATH (2.39.5 when it was seen).
# Expected: `.git/config` of a clone has the address with its password, as everyone knows. What else names the address names it
#   without, or each program does so throughout: for pip that was settled with PEP 610.
# Seen (2026-11-30): git takes it out of the reflog for `clone`, and leaves it in the reflog for `pull ADDRESS`.
#   pip takes it out of direct_url.json and of `freeze`, but for `install -e .` the same `freeze` asks git for the remote's
#   address and writes it whole, and `pip lock` keeps it in pylock.toml; uv.lock is without. `npm init` writes it into
#   package.json, Bun does not. sacred, which records experiments, has it in each run.json.
# Why it matters: CI systems clone with a token in the address. A requirements file or a package.json that is made there has it and
#   is committed, and `git remote set-url` mends neither that nor the reflog.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 UV_NO_CACHE=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq --upgrade pip==26.3
env/bin/pip install -qq sacred==0.8.7 GitPython==3.2.1 uv==0.13.9
echo '{"private": true}' > package.json
npm install --loglevel=error npm@11.21.2 bun@1.4.5 > npm.log

export HOME=$work GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
password=$(python3 -c 'import random; print(random.Random(61).getrandbits(96))')
address=https://ci:$password@git.example.org/team/demo
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=url.$work/demo.insteadOf GIT_CONFIG_VALUE_0=$address

git init -q -b main demo
cd demo
cat > pyproject.toml <<'END'
[project]
name = "demo"
version = "1"
description = "A demonstration"
[build-system]
requires = ["flit_core==4.2.0"]
build-backend = "flit_core.buildapi"
END
cat > demo.py <<'END'
import sacred
from sacred.observers import FileStorageObserver

experiment = sacred.Experiment("demo", save_git_info=True)
experiment.observers.append(FileStorageObserver("../runs"))
experiment.main(lambda: None)
if __name__ == "__main__":
    experiment.run()
END
git add .
git commit -qm one
git clone -q "$address" ../clone
git commit -q --allow-empty -m two
cd ../clone

seen() { # what, its content on standard input, which names the address
    local content
    content=$(cat)
    case $content in
        *"$password"*) echo "$1: kept" ;;
        *git.example.org*) echo "$1: taken out" ;;
        *) echo "$1: no address" ;;
    esac
}
cat > ../expected <<'END'
git clone, reflog: taken out
git pull, reflog: kept
pip install git+..., direct_url.json: taken out
pip install git+..., freeze: taken out
pip install -e ., freeze: kept
pip lock: kept
uv lock: taken out
npm init: kept
bun init: no address
sacred, run.json: kept
END
{
    seen 'git clone, reflog' < .git/logs/HEAD
    git pull -q "$address" main
    git reflog -1 | seen 'git pull, reflog'

    python3 -m venv ../other
    other=../other/bin/python
    pip="../env/bin/pip --python $other"
    $pip install -qq "demo @ git+$address" > ../log 2>&1 || { cat ../log >&2; exit 1; }
    cat ../other/lib/python3*/site-packages/demo-1.dist-info/direct_url.json | seen 'pip install git+..., direct_url.json'
    $pip freeze | seen 'pip install git+..., freeze'
    $pip uninstall -qq --yes demo
    $pip install -qq -e . > ../log 2>&1 || { cat ../log >&2; exit 1; }
    $pip freeze | seen 'pip install -e ., freeze'
    mkdir ../locks
    $pip lock -qq --output ../locks/pylock.toml "demo @ git+$address" > ../log 2>&1 || { cat ../log >&2; exit 1; }
    seen 'pip lock' < ../locks/pylock.toml
    printf '[project]\nname = "user"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = ["demo @ git+%s"]\n' "$address" > ../locks/pyproject.toml
    ../env/bin/uv lock -q --directory ../locks
    seen 'uv lock' < ../locks/uv.lock

    for tool in npm bun; do
        rm -f package.json
        ../node_modules/.bin/$tool init -y > ../log 2>&1 || { cat ../log >&2; exit 1; }
        seen "$tool init" < package.json
    done
    ../env/bin/python demo.py > ../log 2>&1 || { cat ../log >&2; exit 1; }
    seen 'sacred, run.json' < ../runs/1/run.json
} | tee ../seen
diff ../expected ../seen >&2 || { echo "Changed: the password of a remote's address is kept elsewhere now." >&2; exit 1; }
