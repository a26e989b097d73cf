#!/usr/bin/env bash
# Installing rich, for whatever other package, makes a program that logs by structlog print the values of its variables.
#
# Versions: structlog 26.1.0; rich 15.0.0, better-exceptions 0.3.3.
# Expected: `log.exception(...)` writes the traceback that Python prints: files, lines and code. What else is installed makes no difference
#   to a program that imports none of it, and what is meant for a terminal is not done for a file.
# Seen (2026-11-30): structlog's default, the renderer for the console, looks for rich and takes its tracebacks if it is there: with a box of
#   all local variables for each frame, the key that a function was given among them, also if the output is a file, and through the
#   handlers of `logging`. better-exceptions, if it is there instead, writes the values of what a line names below it. In JSON it
#   depends on one name: `format_exc_info` writes the plain traceback, `dict_tracebacks` the variables too, whatever is installed.
# Why it matters: rich is a dependency of many tools, so the same commit logs keys on one machine and none on the other, and begins to when
#   a lock file is renewed. It shows only when something goes wrong, which is when logs are passed on.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

cat > program.py <<'END'
import logging
import os
import sys

import structlog

form = sys.argv[1]
if form == "logging":
    structlog.stdlib.recreate_defaults()
    logging.basicConfig(filename="program.log")
elif form != "default":
    processors = structlog.processors
    structlog.configure([getattr(processors, form), processors.JSONRenderer()])
log = structlog.get_logger()


def send(text, key):
    if not text:
        raise ValueError("nothing to send")


def greet(key):
    send("", key)


try:
    greet(os.environ["SERVICE_TOKEN"])
except ValueError:
    log.exception("failed")
END
token=$(python3 -c 'import random, string; print("".join(random.Random(73).choices(string.ascii_letters, k=32)))')
report() { # what is installed, its python
    local form
    for form in default logging format_exc_info dict_tracebacks; do
        rm -f program.log
        env -i PATH="$PATH" SERVICE_TOKEN="$token" "$2" program.py $form > program.txt 2>&1 || { cat program.txt >&2; exit 1; }
        if [ -e program.log ]; then cat program.log >> program.txt; fi
        grep -q 'nothing to send' program.txt
        grep -qF -e "$token" program.txt && echo "$1, $form: the value" || echo "$1, $form: not the value"
    done
}
cat > expected <<'END'
structlog, default: not the value
structlog, logging: not the value
structlog, format_exc_info: not the value
structlog, dict_tracebacks: the value
with rich, default: the value
with rich, logging: the value
with rich, format_exc_info: not the value
with rich, dict_tracebacks: the value
with better-exceptions, default: the value
with better-exceptions, logging: the value
with better-exceptions, format_exc_info: not the value
with better-exceptions, dict_tracebacks: the value
END
for name in plain rich better; do
    python3 -m venv $name
    $name/bin/pip install -qq structlog==26.1.0
done
rich/bin/pip install -qq rich==15.0.0
better/bin/pip install -qq better-exceptions==0.3.3
{
    report structlog plain/bin/python
    report 'with rich' rich/bin/python
    report 'with better-exceptions' better/bin/python
} | tee seen
diff expected seen >&2 || { echo "Changed: variables are logged elsewhere now." >&2; exit 1; }
