#!/usr/bin/env bash
# A SARIF result that is suppressed, or marked as no longer there, still fails the build.
#
# Versions: sarif-tools 3.0.5, on SARIF 2.1.0.
# Expected: `suppressions` with status "accepted" and `baselineState: absent` are the format's own ways to say "do not count
#   this one"; a tool that gates builds on SARIF heeds them.
# Seen (2026-11-29): one error, one accepted suppression of an error and one absent error are three errors for
#   `sarif summary`, and `--check error` fails on a file with nothing but the latter two.
# Why it matters: a scanner that writes its suppressed findings into the report, as the format intends, makes such gates
#   fail for good. What is suppressed is better left out unless asked for.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export MPLCONFIGDIR=$work/matplotlib # sarif-tools loads it

python3 -m venv env
env/bin/pip install -qq sarif-tools==3.0.5

cat > write.py <<'END'
import json


def result(uri: str, **more: object) -> dict[str, object]:
    place = {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": {"startLine": 1}}}
    return {"ruleId": "R1", "level": "error", "message": {"text": "m"}, "locations": [place], **more}


def write(name: str, results: list[dict[str, object]]) -> None:
    run = {"tool": {"driver": {"name": "demo", "rules": [{"id": "R1"}]}}, "results": results}
    with open(name, "w", encoding="utf-8") as file:
        json.dump({"version": "2.1.0", "runs": [run]}, file)


quiet = [
    result("suppressed.py", suppressions=[{"kind": "external", "status": "accepted"}]),
    result("absent.py", baselineState="absent"),
]
write("none.sarif", [])
write("quiet.sarif", quiet)
write("all.sarif", [result("open.py"), *quiet])
END
env/bin/python write.py
cat > expected <<'END'
none.sarif: errors 0, --check passes
quiet.sarif: errors 2, --check fails
all.sarif: errors 3, --check fails
END
for file in none quiet all; do
    if env/bin/sarif --check error summary $file.sarif > summary 2> log; then gate=passes; else gate=fails; fi
    echo "$file.sarif: errors $(sed -n 's/^error: //p' summary), --check $gate"
done | tee seen
diff expected seen >&2 || { echo "Changed: sarif-tools counts suppressed or absent results otherwise now." >&2; exit 1; }
