#!/usr/bin/env bash
# Robot Framework's log shows a variable's name where it is used and its value where it is set, also of the header made of a Secret.
#
# Versions: robotframework 7.5 (PyPI).
# Expected: at the default level the log has keywords with their arguments as they are written, `${TOKEN}`, so that a token from the environment
#   is not shown; and since 7.4 there is a type for what must not be shown, `${TOKEN: Secret}`.
# Seen (2026-12-01): used as an argument, in a condition, or from the table of variables the value is in none of the three files. Each way to set a variable
#   within a test prints name and value as a message: `${x} =` with whatever keyword, `VAR`, `Set Test Variable`, `FOR`. A Secret prints none,
#   and a text made of it by `VAR` is one again; but what a keyword makes of its `.value`, such as a header, is printed. In `log.html` a longer
#   message that repeats itself is packed, zlib in base64, which no search finds.
# Why it matters: to fetch a token and to put `Bearer ` in front of it are assignments. The log is what CI keeps and shows, and a look at how arguments
#   are shown says that it has names only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq robotframework==7.5
cat > shop.robot <<'END'
*** Settings ***
Library    OperatingSystem
Library    Collections

*** Variables ***
${FROM TABLE}              %{T_TABLE}
${FROM TABLE AS SECRET: Secret}    %{T_SECRET_TABLE}

*** Test Cases ***
Order
    Call    %{T_ARGUMENT}
    Call    ${FROM TABLE}
    IF    '%{T_CONDITION}' == ''    Fail
    ${token} =    Get Environment Variable    T_KEYWORD
    ${token} =    Set Variable    %{T_SET_VARIABLE}
    VAR    ${token}    %{T_VAR}
    Set Test Variable    ${token}    %{T_TEST_VARIABLE}
    ${headers} =    Create Dictionary    Authorization=%{T_DICTIONARY}
    FOR    ${token}    IN    %{T_LOOP}
        Call    ${token}
    END
    VAR    ${secret: Secret}    %{T_SECRET_VAR}
    VAR    ${header: Secret}    Bearer ${secret}
    Call    ${FROM TABLE AS SECRET.value}
    ${header} =    Catenate    Bearer    ${secret.value}
    ${notes} =    Set Variable    %{T_LONG}

*** Keywords ***
Call
    [Arguments]    ${token}
    No Operation
END
cat > look.py <<'END'
import os
import random
import re
import string
import subprocess
import sys
from pathlib import Path

NAMES = re.findall(r"T_[A-Z_]+", Path("shop.robot").read_text())
chance = random.Random(149)
values = {name: "".join(chance.choices(string.ascii_letters, k=32)) for name in NAMES}
answer = values["T_LONG"] + " name=shop, role=agent" * 8
environment = os.environ | values | {"T_LONG": answer}
run = subprocess.run([sys.executable, "-m", "robot", "shop.robot"], env=environment, capture_output=True, text=True)
assert run.returncode == 0, run.stdout
for file in ("output.xml", "log.html", "report.html"):
    text = Path(file).read_text()
    print(f"{file}:", " ".join(name[2:].lower() for name in NAMES if values[name] in text) or "none")
END
cat > expected <<'END'
output.xml: keyword set_variable var test_variable dictionary loop secret_var long
log.html: keyword set_variable var test_variable dictionary loop secret_var
report.html: none
END
env/bin/python look.py | tee seen
diff expected seen >&2 || { echo "Changed: other values are in Robot Framework's log now." >&2; exit 1; }
