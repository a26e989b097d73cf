#!/usr/bin/env bash
# git reads `build**/*.key` as "at any depth", against its manual, and `[b]uild**/*.key` as its manual says.
#
# Versions: git as on PATH (2.39.5 when it was seen); pathspec 1.1.1 and dulwich 1.2.21 (PyPI).
# Expected: gitignore(5): two asterisks that are not a whole path component "are considered regular asterisks", so the
#   pattern matches build/a.key and build-x/a.key and nothing deeper, however its first letter is written.
# Seen (2026-11-29): git also ignores build/sub/a.key and build-x/sub/a.key. It compares the part before the first wildcard
#   as plain text, cuts it off, and matches only the rest, which now begins with `**`, the special form. With a bracket or
#   `?` in front nothing is cut off, and the same pattern is one level deep. pathspec and dulwich do as the manual says.
# Why it matters: "is this key file ignored, or will it be committed?" has different answers in git and in the libraries
#   that implement its rules, for a pattern that people write. Only git itself can be asked.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq pathspec==1.1.1 dulwich==1.2.21

export HOME=$work GIT_CONFIG_NOSYSTEM=1

git init -q repository
cd repository
mkdir -p build/sub build-x/sub
touch build/a.key build/sub/a.key build-x/a.key build-x/sub/a.key
cat > ../match.py <<'END'
import sys

from dulwich.ignore import IgnoreFilter
from pathspec import GitIgnoreSpec

pattern = sys.argv[1]
paths = ["build-x/a.key", "build-x/sub/a.key", "build/a.key", "build/sub/a.key"]
print("pathspec:", *GitIgnoreSpec.from_lines([pattern]).match_files(paths))
ignored = IgnoreFilter([pattern.encode()])
print("dulwich:", *(path for path in paths if ignored.is_ignored(path)))
END
cat > ../expected <<'END'
build**/*.key
git: build-x/a.key build-x/sub/a.key build/a.key build/sub/a.key
pathspec: build-x/a.key build/a.key
dulwich: build-x/a.key build/a.key
[b]uild**/*.key
git: build-x/a.key build/a.key
pathspec: build-x/a.key build/a.key
dulwich: build-x/a.key build/a.key
END
for pattern in 'build**/*.key' '[b]uild**/*.key'; do
    echo "$pattern"
    echo "$pattern" > .git/info/exclude
    echo "git: $(git ls-files --others --ignored --exclude-standard | LC_ALL=C sort | xargs)"
    ../env/bin/python ../match.py "$pattern"
done | tee ../seen
diff ../expected ../seen >&2 || { echo "Changed: git, pathspec and dulwich read two asterisks otherwise now." >&2; exit 1; }
