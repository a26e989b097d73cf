#!/usr/bin/env bash
# A prompt that hides what is typed shows the value that it offers, with three of ten libraries.
#
# Versions: click 8.5.1, typer 0.29.2, rich 15.0.0, questionary 2.1.1, InquirerPy 0.3.4, prompt_toolkit 3.0.53 (PyPI); prompts 2.4.2, enquirer
#   2.4.1, read 5.0.1, readline-sync 1.4.10 (npm), each asked for a hidden answer, with a default, on a terminal of its own.
# Expected: who asks for a token with hidden input and offers the one of the environment or of a settings file as default, presses Enter; neither
#   is to be seen, since the default is such an answer as well.
# Seen (2026-12-01): all ten take the default for an answer. click, typer and Rich write it behind the question, `Token [...]:`, as with any
#   other question; `show_default=False` leaves it out. The other three of Python and the four of Node show dots, stars or nothing.
# Why it matters: the program asks like that so that nothing is on the screen, and the question itself gets into recordings of
#   terminals, logs of CI and screens that are shared. It comes up when somebody has set the variable, not when one tries it out.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 HOME=$work
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq click==8.5.1 typer==0.29.2 rich==15.0.0 questionary==2.1.1 InquirerPy==0.3.4 prompt_toolkit==3.0.53
echo '{"private": true, "type": "module"}' > package.json
npm install --loglevel=error prompts@2.4.2 enquirer@2.4.1 read@5.0.1 readline-sync@1.4.10 > npm.log

cat > ask.py <<'END'
import sys

OFFERED = "token-of-environment"


def click():
    import click

    return click.prompt("Token", default=OFFERED, hide_input=True)


def typer():
    import typer

    return typer.prompt("Token", default=OFFERED, hide_input=True)


def rich():
    from rich.prompt import Prompt

    return Prompt.ask("Token", default=OFFERED, password=True)


def questionary():
    import questionary

    return questionary.password("Token", default=OFFERED).ask()


def InquirerPy():
    from InquirerPy import inquirer

    return inquirer.secret("Token", default=OFFERED).execute()


def prompt_toolkit():
    from prompt_toolkit import prompt

    return prompt("Token ", default=OFFERED, is_password=True)


print("Answer:", "the default" if globals()[sys.argv[1]]() == OFFERED else "another")
END
cat > ask.mjs <<'END'
const OFFERED = 'token-of-environment';
const libraries = {
    async prompts() {
        const {default: prompts} = await import('prompts');
        return (await prompts({type: 'password', name: 'token', message: 'Token', initial: OFFERED})).token;
    },
    async enquirer() {
        const {default: enquirer} = await import('enquirer');
        return (await enquirer.prompt({type: 'password', name: 'token', message: 'Token', initial: OFFERED})).token;
    },
    async read() {
        const {read} = await import('read');
        return read({prompt: 'Token ', silent: true, default: OFFERED});
    },
    async 'readline-sync'() {
        const {default: readline} = await import('readline-sync');
        return readline.question('Token ', {hideEchoBack: true, defaultInput: OFFERED});
    },
};
const answer = await libraries[process.argv[2]]();
console.log('Answer:', answer === OFFERED ? 'the default' : 'another');
process.exit();
END
cat > press.py <<'END'
"""Runs each on a terminal of its own, presses Enter when it has asked, and says what was on the screen."""

import os
import pty
import select
import time

ASKED = {name: ["env/bin/python", "ask.py", name] for name in "click typer rich questionary InquirerPy prompt_toolkit".split()}
ASKED |= {name: ["node", "ask.mjs", name] for name in "prompts enquirer read readline-sync".split()}


def screen(command):
    child, terminal = pty.fork()
    if not child:
        os.execvpe(command[0], command, os.environ | {"TERM": "xterm"})
    seen, end = b"", time.monotonic() + 60
    while time.monotonic() < end:
        if select.select([terminal], [], [], 1)[0]:
            try:
                new = os.read(terminal, 65536)
            except OSError:
                break
            seen += new
            if b"\x1b[6n" in new:
                os.write(terminal, b"\x1b[1;1R")  # where the cursor is, as a terminal says it
        elif b"Token" in seen:
            os.write(terminal, b"\r")
    os.close(terminal)
    os.waitpid(child, 0)
    return seen


for name, command in ASKED.items():
    seen = screen(command)
    assert b"Answer: the default" in seen, (name, seen)
    print(f"{name}: {'shown' if b'token-of-environment' in seen else 'hidden'}")
END
cat > expected <<'END'
click: shown
typer: shown
rich: shown
questionary: hidden
InquirerPy: hidden
prompt_toolkit: hidden
prompts: hidden
enquirer: hidden
read: hidden
readline-sync: hidden
END
env/bin/python press.py 2> log | tee seen || { cat log >&2; exit 1; }
diff expected seen >&2 || { echo "Changed: other prompts show their default now." >&2; exit 1; }
