#!/usr/bin/env bash
# `git filter-repo --replace-text` leaves a value in every file that has a NUL byte, and says that it completed.
#
# Versions: git-filter-repo 2.47.0, with the git on PATH (2.39.5 when it was seen).
# Expected: the value named in the expressions file is gone from all content of the history, or a file that could not be
#   changed is named.
# Seen (2026-11-29): it is gone from the text file. It stays, byte for byte, in a file with one NUL and in an SQLite
#   database, which count as binary and are passed over; and in the commit message and the tag message, which need
#   --replace-message. Exit code 0, nothing said of any of them.
# Why it matters: the usual remedy for a committed key. After it the history must be scanned again, databases, bytecode and
#   other binary files and the messages of commits *and* tags included.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq git-filter-repo==2.47.0

export HOME=$work GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org \
    GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org

git init -q repository
cd repository
value=value-to-be-removed
echo "token = $value" > text.env
printf 'head\0%s\n' "$value" > one-nul.bin
python3 - "$value" <<'END'
import sqlite3
import sys

database = sqlite3.connect("rows.db")
database.execute("create table t (token text)")
database.execute("insert into t values (?)", sys.argv[1:])
database.commit()
END
git add .
git commit -qm "Use $value"
git tag -a v1 -m "With $value"

echo "$value==>gone" > ../expressions
../env/bin/git-filter-repo --force --replace-text ../expressions > ../log 2>&1 || { cat ../log >&2; exit 1; }
cat > ../expected <<'END'
text.env: gone
one-nul.bin: still there
rows.db: still there
commit message: still there
tag message: still there
files named by the tool: 0
END
report() { # what, its content on standard input
    if grep -qa "$value"; then echo "$1: still there"; else echo "$1: gone"; fi
}
{
    for file in text.env one-nul.bin rows.db; do git cat-file blob "v1:$file" | report "$file"; done
    git log -1 --format=%B v1 | report "commit message"
    git cat-file tag v1 | report "tag message"
    echo "files named by the tool: $(grep -c 'text.env\|one-nul\|rows.db' ../log || true)"
} | tee ../seen
diff ../expected ../seen >&2 || { echo "Changed: --replace-text replaces, or reports, something else now." >&2; exit 1; }
