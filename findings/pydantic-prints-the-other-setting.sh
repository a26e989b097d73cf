#!/usr/bin/env bash
# If one setting is missing, pydantic-settings prints the values of others, also those of the type that hides them.
#
# Versions: pydantic-settings 2.16.3 with pydantic 2.14.4.
# Expected: `SecretStr` shows stars wherever it is printed, and the error for a missing variable names that variable.
# Seen (2026-11-30): the error for the missing `database` ends with the raw input as a whole, which is every setting that *was* found:
#   whole if that is short, else its first and last 24 or so characters, which cuts the middle out and leaves a last value whole.
#   A value that is too short is printed whole by its own error, although the field is a SecretStr; and a variable of `.env`
#   that the class does not know is an error with its value. `hide_input_in_errors=True` mends all of them.
# Why it matters: that is the first error of every new deployment, and goes to the log and to error reports with the API key in it.
#   No source file and no `print` names the key, and a scanner of logs sees a value cut in its middle.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq pydantic-settings==2.16.3 pydantic==2.14.4

cat > settings.py <<'PY'
import random
import string
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, create_model
from pydantic_settings import BaseSettings, SettingsConfigDict

chance = random.Random(47)
SHORT, LONG = ("".join(chance.choice(string.ascii_letters) for _ in range(size)) for size in (20, 40))
MISSING, KNOWN = (SecretStr, ...), (SecretStr, ...)


def show(case: str, lines: str, fields: dict, **config: object) -> None:
    """Print which ends of the values the error has."""
    Path("settings.env").write_text(lines)
    source = SettingsConfigDict(env_file="settings.env", **config)
    base = type("Base", (BaseSettings,), {"model_config": source})
    try:
        create_model("Settings", __base__=base, **fields)()
        error = "no error"
    except ValidationError as caught:
        error = str(caught)
    parts = {"whole": (SHORT, LONG), "cut": (LONG[:8], LONG[-8:])}
    print(f"{case}:", next((how for how, texts in parts.items() if any(text in error for text in texts)), "hidden"))


show("another one missing", f"API_KEY={SHORT}", {"api_key": KNOWN, "database": MISSING})
show("another one missing, long value", f"API_KEY={LONG}", {"api_key": KNOWN, "database": MISSING})
show("too short", f"API_KEY={SHORT}", {"api_key": (SecretStr, Field(min_length=32))})
show("not known", f"OTHER={LONG}", {"name": (str, "x")})
show("not known, extra ignored", f"OTHER={LONG}", {"name": (str, "x")}, extra="ignore")
show("not known, extra ignored, another one missing", f"OTHER={SHORT}", {"database": MISSING}, extra="ignore")
for lines, fields in (
    (f"API_KEY={SHORT}", {"api_key": KNOWN, "database": MISSING}),
    (f"API_KEY={SHORT}", {"api_key": (SecretStr, Field(min_length=32))}),
    (f"OTHER={LONG}", {"name": (str, "x")}),
):
    show("with hide_input_in_errors", lines, fields, hide_input_in_errors=True)
PY
cat > expected <<'END'
another one missing: whole
another one missing, long value: cut
too short: whole
not known: whole
not known, extra ignored: hidden
not known, extra ignored, another one missing: whole
with hide_input_in_errors: hidden
with hide_input_in_errors: hidden
with hide_input_in_errors: hidden
END
env/bin/python settings.py | tee seen
diff expected seen >&2 || { echo "Changed: other values are printed with the error now." >&2; exit 1; }
