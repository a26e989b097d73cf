#!/usr/bin/env bash
# The history of xonsh has, beside the commands, every variable of the environment that the shell was started with, one copy for each session.
#
# Versions: xonsh 0.25.0 with prompt-toolkit 3.0.53 (PyPI).
# Expected: a shell's history has what was typed. Variables that were set elsewhere, by CI, by a container or by a tool for
#   secrets, are in it if somebody types them; a command that begins with a blank can be kept out (`HISTCONTROL`).
# Seen (2026-12-01): with the default backend each session writes a file of JSON, in which the whole environment stands as it was, with
#   names, also when not one command was typed. A variable that a command sets is there as that command only; one that was taken out
#   by `del` is there from the start. `$HISTCONTROL` and what else is said about history are about commands. The other
#   backend, SQLite, has none.
# Why it matters: home folders are backed up, put into images and copied from machine to machine, with `.local/share`. A key that was only ever in a
#   variable of one session is in a file from then on, and as many times as shells were opened.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq xonsh==0.25.0 prompt-toolkit==3.0.53
value() { python3 -c 'import random, string, sys; print("".join(random.Random(int(sys.argv[1])).choices(string.ascii_letters, k=32)))' "$1"; }

session() { # backend, what is typed
    mkdir home
    printf '%s\n' "$2" | env -i PATH="$PATH" HOME="$work/home" TERM=dumb SERVICE_TOKEN="$(value 1)" XONSH_HISTORY_BACKEND="$1" \
        env/bin/xonsh --no-rc --interactive > log 2>&1 || { cat log >&2; exit 1; }
    local seen=()
    for row in 'inherited 1' 'typed 2'; do
        if grep -rqaF -e "$(value "${row#* }")" home; then seen+=("${row% *} in the history"); else seen+=("${row% *} absent"); fi
    done
    rm -r home
    echo "$1, ${3}: ${seen[0]}, ${seen[1]}"
}
cat > expected <<'END'
json, nothing typed: inherited in the history, typed absent
json, another one typed: inherited in the history, typed in the history
json, the variable deleted: inherited in the history, typed absent
json, commands ignored: inherited in the history, typed absent
sqlite, another one typed: inherited absent, typed in the history
END
{
    session json '' 'nothing typed'
    session json "\$OTHER_TOKEN = '$(value 2)'" 'another one typed'
    session json 'del $SERVICE_TOKEN' 'the variable deleted'
    session json $'$HISTCONTROL = "ignorespace"\n $OTHER_TOKEN = "'"$(value 2)"'"' 'commands ignored'
    session sqlite "\$OTHER_TOKEN = '$(value 2)'" 'another one typed'
} | tee seen
diff expected seen >&2 || { echo "Changed: the history holds other values now." >&2; exit 1; }
