#!/usr/bin/env bash
# A comment that ends in a backslash hides the next line of a git configuration from dulwich.
#
# Versions: dulwich 1.2.21 and pygit2 1.21.0 (with its own libgit2), both from PyPI; git as on PATH (2.39.5).
# Expected: three readers of one small, old, documented format read ordinary lines alike.
# Seen (2026-11-29): in git and libgit2 a comment ends with its line. dulwich looks for the backslash first, joins the lines,
#   and the setting after the comment is gone, without an error. In a value that goes on in the next line it removes
#   the blanks at that line's beginning, which the other two keep: `Bearer \` and ` abc` come out as "Bearer abc" with
#   one blank less. A name without a value is "true" for dulwich, and no value for the others.
# Why it matters: `http.extraHeader` and `url.*.insteadOf` carry tokens. Whoever judges a clone's configuration through
#   dulwich may not see one that git sends, and sees another value where lines are continued.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq dulwich==1.2.21 pygit2==1.21.0

printf '%s\n' '[http]' '    proxy = one ; see C:\dir\' '    extraHeader = two' '[demo]' '    joined = a \' '  b' \
    '    bare' > config
cat > read.py <<'END'
import subprocess

import pygit2
from dulwich.config import ConfigFile

listed = subprocess.run(
    ["git", "config", "--file", "config", "--list", "--null"], capture_output=True, check=True, text=True
).stdout
git = {}
for entry in listed.split("\0")[:-1]:
    name, _, value = entry.partition("\n")
    git[name] = value if "\n" in entry else None
libgit2 = {entry.name: entry.value for entry in pygit2.Config("config")}
dulwich = {}
file = ConfigFile.from_path("config")
for section in file.sections():
    for name, value in file.items(section):
        dulwich[b".".join((*section, name)).decode().lower()] = value.decode()
for reader, values in {"git": git, "libgit2": libgit2, "dulwich": dulwich}.items():
    for name in ("http.proxy", "http.extraheader", "demo.joined", "demo.bare"):
        print(f"{reader}: {name} {repr(values[name]) if name in values else 'not set'}")
END
cat > expected <<'END'
git: http.proxy 'one'
git: http.extraheader 'two'
git: demo.joined 'a   b'
git: demo.bare None
libgit2: http.proxy 'one'
libgit2: http.extraheader 'two'
libgit2: demo.joined 'a   b'
libgit2: demo.bare None
dulwich: http.proxy 'one'
dulwich: http.extraheader not set
dulwich: demo.joined 'a b'
dulwich: demo.bare 'true'
END
env/bin/python read.py | tee seen
diff expected seen >&2 || { echo "Changed: the three readers of a git configuration differ otherwise now." >&2; exit 1; }
