#!/usr/bin/env bash
# Two ordinary pieces of a pattern mean something else in every second engine, and no engine refuses them.
#
# Versions: google-re2 1.1.20251105, hyperscan 0.9.1, regex 2026.11.19; re of Python; RegExp of Node.
# Expected: `a{,3}` is "at most three" wherever it compiles, and `[[:alnum:]]{2}` is two letters or digits or an error.
# Seen (2026-11-29): `a{,3}` is a quantifier in re and regex; in RE2, Hyperscan and JavaScript it is the text "a{,3}".
#   `[[:alnum:]]{2}` is two letters or digits in RE2, Hyperscan and regex; in re (with a FutureWarning) and JavaScript it is
#   one of `[:alnum` and then two `]`: it matches "a]]" and not "ab". Of the five only regex
#   reads both as they are meant, and only JavaScript reads neither so.
# Why it matters: rule files for secrets are shared between tools in Go, Rust, Python and C. A rule with one of these
#   loads everywhere and finds nothing in half of them. `{0,3}` and `[0-9A-Za-z]` are read alike by all.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq google-re2==1.1.20251105 hyperscan==0.9.1 regex==2026.11.19

cat > engines.py <<'END'
import json
import re
import sys
import warnings

import hyperscan
import re2
import regex

warnings.simplefilter("ignore", FutureWarning)


def scan(pattern: str, text: str) -> bool:
    database = hyperscan.Database()
    database.compile(expressions=[pattern.encode()], ids=[1], flags=[0])
    hits: list[int] = []
    database.scan(text.encode(), match_event_handler=lambda *match: hits.append(match[2]) and None)
    return bool(hits)


engines = {
    "re": lambda pattern, text: bool(re.search(pattern, text)),
    "regex": lambda pattern, text: bool(regex.search(pattern, text)),
    "re2": lambda pattern, text: bool(re2.search(pattern, text)),
    "hyperscan": scan,
}
for pattern, texts in json.load(sys.stdin):
    for name, search in engines.items():
        print(f"{pattern} {name}:", " ".join(text for text in texts if search(pattern, text)))
END
cat > engines.js <<'END'
for (const [pattern, texts] of JSON.parse(require('fs').readFileSync(0))) {
    console.log(`${pattern} RegExp:`, texts.filter((text) => new RegExp(pattern).test(text)).join(' '));
}
END
echo '[["^xa{,3}$", ["xaaa", "xa{,3}"]], ["^[[:alnum:]]{2}$", ["ab", "a]]"]], ["^xa{0,3}$", ["xaaa", "xa{0,3}"]]]' > cases.json
cat > expected <<'END'
^[[:alnum:]]{2}$ RegExp: a]]
^[[:alnum:]]{2}$ hyperscan: ab
^[[:alnum:]]{2}$ re2: ab
^[[:alnum:]]{2}$ re: a]]
^[[:alnum:]]{2}$ regex: ab
^xa{,3}$ RegExp: xa{,3}
^xa{,3}$ hyperscan: xa{,3}
^xa{,3}$ re2: xa{,3}
^xa{,3}$ re: xaaa
^xa{,3}$ regex: xaaa
^xa{0,3}$ RegExp: xaaa
^xa{0,3}$ hyperscan: xaaa
^xa{0,3}$ re2: xaaa
^xa{0,3}$ re: xaaa
^xa{0,3}$ regex: xaaa
END
{ env/bin/python engines.py < cases.json; node engines.js < cases.json; } | LC_ALL=C sort | tee seen
diff expected seen >&2 || { echo "Changed: an engine reads one of the patterns in another way now." >&2; exit 1; }
