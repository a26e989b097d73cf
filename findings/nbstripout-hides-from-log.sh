#!/usr/bin/env bash
# Once nbstripout is installed, `git log -p`, `-S` and `-G` no longer find what older commits hold.
#
# Versions: nbstripout 0.9.1, with the git on PATH (2.39.5 when it was seen).
# Expected: nbstripout cleans what is committed from now on. The commits before it are what they are, and `git log -S` finds in
#   them what is in them, as `git grep COMMIT` does.
# Seen (2026-11-30): `nbstripout --install` sets up a text form for diffs too, and git's log compares that form: for the output that
#   was committed before, `log -p` shows nothing and `-S` and `-G` name no commit. With `--no-textconv` each of them does, and
#   `git grep` needs no such option. A clone, which does not take the settings along, shows everything again.
#   And what papermill was given as parameters stays in the notebook's metadata, in the text form and in what is committed.
# Why it matters: the tool is installed on the day when somebody notices the outputs, and the usual question, "since when is the key
#   in there?", is then answered by "never". Whoever reads history has to read blobs, or say --no-textconv.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq nbstripout==0.9.1

export HOME=$work GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org \
    GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org

git init -q repository
cd repository
cat > ../write.py <<'END'
import json

cell = {
    "cell_type": "code",
    "id": "one",
    "execution_count": 1,
    "metadata": {},
    "source": ["print(token)"],
    "outputs": [{"output_type": "stream", "name": "stdout", "text": ["value-printed\n"]}],
}
metadata = {"papermill": {"parameters": {"token": "value-given"}}}
notebook = {"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
with open("run.ipynb", "w") as file:
    json.dump(notebook, file, indent=1)
END
python3 ../write.py
git add .
git commit -qm 'Keep the run'
../env/bin/nbstripout --install
echo >> run.ipynb
git commit -qam 'Strip the run'

found() { # what, its output on standard input
    echo "$1: $({ grep -o 'value-[a-z]*' || true; } | sort -u | xargs)"
}
commits() { # what, git log's output on standard input
    echo "$1: $(paste -sd,)"
}
cat > ../expected <<'END'
log -p: value-given
log -p --no-textconv: value-given value-printed
log -S:
log -S --no-textconv: Strip the run,Keep the run
log -G:
log -G --no-textconv: Strip the run,Keep the run
grep in the first commit: value-given value-printed
log -p in a clone: value-given value-printed
committed last: value-given
END
git clone -q . ../clone
{
    git log -p | found 'log -p'
    git log -p --no-textconv | found 'log -p --no-textconv'
    git log -Svalue-printed --format=%s | commits 'log -S'
    git log -Svalue-printed --format=%s --no-textconv | commits 'log -S --no-textconv'
    git log -Gvalue-printed --format=%s | commits 'log -G'
    git log -Gvalue-printed --format=%s --no-textconv | commits 'log -G --no-textconv'
    git grep -h value- HEAD~ | found 'grep in the first commit'
    git -C ../clone log -p | found 'log -p in a clone'
    git cat-file blob HEAD:run.ipynb | found 'committed last'
} | sed 's/ *$//' | tee ../seen
diff ../expected ../seen >&2 || { echo "Changed: git and nbstripout show other parts of a notebook's history now." >&2; exit 1; }
