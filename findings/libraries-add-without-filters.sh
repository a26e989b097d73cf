#!/usr/bin/env bash
# What `filter=` in .gitattributes changes as a file is added is added unchanged by libraries; with GitPython by one of two ways.
#
# Versions: GitPython 3.2.1, pygit2 1.21.0, dulwich 1.2.21 (PyPI), isomorphic-git 1.44.19 (npm); the git on PATH (2.39.5 when it was seen).
# Expected: a `clean` command, here one that sorts the lines of a settings file, is part of adding it, whoever adds it; with
#   `required = true` what can't be filtered is not added. GitPython calls git.
# Seen (2026-11-30): git and dulwich run the filter, and so does GitPython with `repo.git.add`. With `repo.index.add`, which its tutorial
#   uses, GitPython writes the blob itself, without the filter; pygit2 and isomorphic-git do so as well. There is no error and no warning,
#   although the filter is `required`. At most `git status` calls the file modified afterwards, as if there were something new to commit.
# Why it matters: a bot that bumps versions, an editor in the browser or a notebook commits through one of these. What is in the
#   history then is not what the work tree and the attributes say, for large files, notebooks and settings alike.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq GitPython==3.2.1 pygit2==1.21.0 dulwich==1.2.21
echo '{"private": true, "type": "module"}' > package.json
npm install --loglevel=error isomorphic-git@1.44.19 > npm.log

export HOME=$work GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org \
    GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
git config --global filter.sorted.clean sort
git config --global filter.sorted.required true

cat > add.py <<'PY'
import sys

import git
import pygit2
from dulwich import porcelain

tool, path = sys.argv[1], "settings.ini"
if tool == "GitPython, repo.git.add":
    git.Repo(".").git.add(path)
elif tool == "GitPython, repo.index.add":
    git.Repo(".").index.add([path])
elif tool == "pygit2":
    index = pygit2.Repository(".").index
    index.add(path)
    index.write()
else:
    porcelain.add(".", [path])
PY
cat > add.js <<'END'
import fs from 'node:fs';
import git from 'isomorphic-git';

await git.add({fs, dir: process.cwd(), filepath: 'settings.ini'});
END
cat > expected <<'END'
git: filtered
dulwich: filtered
GitPython, repo.git.add: filtered
GitPython, repo.index.add: unchanged
pygit2: unchanged
isomorphic-git: unchanged
END
for tool in git dulwich 'GitPython, repo.git.add' 'GitPython, repo.index.add' pygit2 isomorphic-git; do
    rm -rf repository
    git init -q -b main repository
    cd repository
    echo '*.ini filter=sorted' > .gitattributes
    git add .gitattributes
    git commit -qm attributes
    printf 'b=2\na=1\n' > settings.ini
    case $tool in
        git) git add settings.ini ;;
        isomorphic-git) node ../add.js ;;
        *) ../env/bin/python ../add.py "$tool" ;;
    esac
    git commit -qm settings
    case $(git cat-file -p HEAD:settings.ini) in
        b=*) echo "$tool: unchanged" ;;
        a=*) echo "$tool: filtered" ;;
        *) echo "$tool: something else" ;;
    esac
    cd ..
done | tee seen
diff expected seen >&2 || { echo "Changed: other libraries run the filter of a file now." >&2; exit 1; }
