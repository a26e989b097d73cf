#!/usr/bin/env bash
# Tools that run checks before a commit store the lines that were *not* to be committed, and leave them there.
#
# Versions: lint-staged 17.6.1 (npm); pre-commit 4.7.0 (PyPI); the git on PATH (2.39.5 when it was seen).
# Expected: a key that was typed into a tracked file for a try, and was neither staged nor committed, is nowhere but in that
#   file. A tool that puts such lines aside while it runs puts them back and cleans up.
# Seen (2026-11-30): lint-staged makes a commit of the whole work tree before it begins, and drops the reference at the end; the commit
#   and its blobs stay in `.git/objects`, unreachable. It does so if nothing of that file is staged, too. pre-commit writes a patch
#   into its cache in the home folder; the patch stays after the lines are back, and `pre-commit gc` leaves it. `clean` removes it.
#   Files that git does not track are spared by both.
# Why it matters: the check that was to keep the key out of the repository has put it there, or into a folder that no one scans.
#   Taking it out of the file mends neither, and a copy of `.git` has it although no commit ever had.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq pre-commit==4.7.0
echo '{"private": true}' > package.json
npm install --loglevel=error lint-staged@17.6.1 > npm.log
export HOME=$work/home XDG_CACHE_HOME=$work/home/.cache GIT_CONFIG_NOSYSTEM=1 CI=1
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
mkdir -p "$HOME"

repository() { # folder
    git init -q -b main "$1"
    cd "$1"
    echo '{"lint-staged": {"*": "true"}}' > package.json
    printf 'repos: [{repo: local, hooks: [{id: none, name: none, entry: "true", language: system}]}]\n' > .pre-commit-config.yaml
    echo one > staged.txt
    echo one > settings.py
    git add .
    git commit -qm one
    echo two > staged.txt
    git add staged.txt
    echo 'KEY = "tracked-value"' > settings.py
    echo 'KEY = "untracked-value"' > untracked.py
}
seen() { # label
    local place found=()
    git cat-file --batch-all-objects --batch --unordered > "$work/objects"
    for value in tracked-value untracked-value; do
        if grep -qa -e "$value" "$work/objects"; then found+=("$value in .git/objects"); fi
        if grep -rqa -e "$value" "$HOME"; then found+=("$value in the home folder"); fi
    done
    printf -v place '%s, ' "${found[@]:-nowhere}"
    echo "$1: ${place%, }"
}
cat > expected <<'END'
before lint-staged: nowhere
after lint-staged: tracked-value in .git/objects
reachable by a reference or a reflog: no
after the line is gone from the file: tracked-value in .git/objects
before pre-commit: nowhere
after pre-commit: tracked-value in the home folder
after pre-commit gc: tracked-value in the home folder
after pre-commit clean: nowhere
END
{
    repository "$work/first"
    seen 'before lint-staged'
    "$work/node_modules/.bin/lint-staged" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
    grep -q tracked-value settings.py || { echo "Changed: the line is not put back." >&2; exit 1; }
    seen 'after lint-staged'
    if git log --all --reflog -p | grep -q tracked-value; then answer=yes; else answer=no; fi
    echo "reachable by a reference or a reflog: $answer"
    git checkout -q settings.py
    seen 'after the line is gone from the file'

    repository "$work/second"
    seen 'before pre-commit'
    "$work/env/bin/pre-commit" run > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
    grep -q tracked-value settings.py || { echo "Changed: the line is not put back." >&2; exit 1; }
    seen 'after pre-commit'
    for command in gc clean; do
        "$work/env/bin/pre-commit" "$command" > "$work/log"
        seen "after pre-commit $command"
    done
} | tee "$work/seen"
diff "$work/expected" "$work/seen" >&2 || { echo "Changed: lines that are not staged are kept elsewhere now." >&2; exit 1; }
