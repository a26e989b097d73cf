#!/usr/bin/env bash
# Four of seven type checkers print the value of a key that is given as the wrong argument, one of them because its name is in capitals.
#
# Versions: mypy 2.4.1, zuban 0.11.1, ty 0.0.108, pyrefly 1.5.0, basedpyright 1.40.2 (PyPI); pyright 1.1.414, typescript 7.0.2 (npm).
# Expected: a type checker knows of types. A key in another file is of type `str`, so that is what the error says. Its value is printed at most
#   where it is the type: of a `Final` (in TypeScript a `const`), or where one of a few texts has to be given.
# Seen (2026-12-01): ty, pyright and basedpyright print the value of a plain variable, pyrefly of one in capitals, the usual form for a setting. Of a
#   `Final` these four print it too, mypy, zuban and tsc only where one of a few texts was due. The baseline of pyrefly holds the
#   errors as they are printed, that of basedpyright their places and names.
# Why it matters: the settings are ignored by git and lie on the machines that run checks. What is printed is in the log of CI, in comments on
#   changes and in questions about the error, and a baseline is made to be committed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 UV_CACHE_DIR=$work/uv
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false
export HOME=$work

mkdir tools
(cd tools && npm install --loglevel=error pyright@1.1.414 typescript@7.0.2 > ../npm.log) &
python3 -m venv env
env/bin/pip install -qq uv==0.13.8
env/bin/uv pip install -q --python env/bin/python mypy==2.4.1 zuban==0.11.1 ty==0.0.108 pyrefly==1.5.0 basedpyright==1.40.2
wait $!
export PATH=$work/tools/node_modules/.bin:$work/env/bin:$PATH

key() { python3 -c 'import random, string, sys; print("".join(random.Random(int(sys.argv[1])).choices(string.ascii_letters, k=32)))' "$1"; }
key_of_plain=$(key 1)
key_of_CAPITALS=$(key 2)
key_of_constant=$(key 3)
mkdir of-python of-typescript
cat > of-python/local_settings.py <<END
from typing import Final

plain = "$key_of_plain"
CAPITALS = "$key_of_CAPITALS"
constant: Final = "$key_of_constant"
END
cat > of-typescript/local_settings.ts <<END
export let plain = "$key_of_plain";
export let CAPITALS = "$key_of_CAPITALS";
export const constant = "$key_of_constant";
END
echo 'project-includes = ["program.py"]' > of-python/pyrefly.toml
echo '{"compilerOptions": {"strict": true, "noEmit": true, "types": [], "module": "nodenext"}, "files": ["program.ts"]}' > of-typescript/tsconfig.json

program() { # type of the first argument in Python, in TypeScript
    cat > of-python/program.py <<END
from typing import Literal

from local_settings import CAPITALS, constant, plain


def send(first: $1, second: str) -> None: ...


send(plain, "text")
send(CAPITALS, "text")
send(constant, "text")
END
    cat > of-typescript/program.ts <<END
import { CAPITALS, constant, plain } from "./local_settings.js";
function send(first: $2, second: string): void {}
send(plain, "text");
send(CAPITALS, "text");
send(constant, "text");
END
}
check() {
    case $1 in
        tsc) cd of-typescript && tsc ;;
        zuban | ty | pyrefly) cd of-python && "$1" check program.py ;;
        *) cd of-python && "$1" program.py ;;
    esac
}
cat > expected <<'END'
for a number, mypy prints the value of none
for a number, zuban prints the value of none
for a number, ty prints the value of plain CAPITALS constant
for a number, pyrefly prints the value of CAPITALS constant
for a number, pyright prints the value of plain CAPITALS constant
for a number, basedpyright prints the value of plain CAPITALS constant
for a number, tsc prints the value of none
for a text, mypy prints the value of constant
for a text, zuban prints the value of constant
for a text, ty prints the value of plain CAPITALS constant
for a text, pyrefly prints the value of CAPITALS constant
for a text, pyright prints the value of plain CAPITALS constant
for a text, basedpyright prints the value of plain CAPITALS constant
for a text, tsc prints the value of constant
baseline of pyrefly: value of CAPITALS
baseline of basedpyright: no value
END
for place in 'number|int|number' 'text|Literal["test", "live"]|"test" | "live"'; do
    IFS='|' read -r name python typescript <<< "$place"
    program "$python" "$typescript"
    for checker in mypy zuban ty pyrefly pyright basedpyright tsc; do
        (check $checker) > output 2>&1 && { cat output >&2; exit 1; }
        [ "$(grep -c 'program\.' output)" -ge 3 ] || { cat output >&2; exit 1; }
        printed=()
        for variable in plain CAPITALS constant; do
            value=key_of_$variable
            if grep -q "${!value}" output; then printed+=("$variable"); fi
        done
        echo "for a $name, $checker prints the value of ${printed[*]:-none}"
    done
done | tee seen
program int number
(cd of-python && { pyrefly check --baseline pyrefly.json --update-baseline || true; basedpyright --writebaseline program.py || true; }) > log 2>&1
for baseline in pyrefly.json .basedpyright/baseline.json; do
    [ -s "of-python/$baseline" ] || { cat log >&2; exit 1; }
    name=$(basename "${baseline%.json}" | sed s/^baseline/basedpyright/)
    grep -q "$key_of_CAPITALS" "of-python/$baseline" && held='value of CAPITALS' || held='no value'
    echo "baseline of $name: $held"
done | tee -a seen
diff expected seen >&2 || { echo "Changed: type checkers print other values now." >&2; exit 1; }
