"""``keyguard secret``: makes a strong webhook secret, or judges one."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click

from keyguard.cli.console import CLOSED, say, tell
from keyguard.detect.strength.estimate import Strength, judge, make_secret
from keyguard.dotenv.table import BY_ID, ENV_FILES
from keyguard.dotenv.writing import PLAIN, WRITINGS
from keyguard.errors import ExitCode, KeyguardError
from keyguard.settings import KeyFormat


@click.command("secret", short_help="Print a strong webhook secret, or judge one.")
@click.option("--check", is_flag=True, help="Judge the secret on standard input instead.")
@click.option(
    "--as",
    "loader",
    type=click.Choice(sorted(dialect.id for dialect in ENV_FILES)),
    metavar="LOADER",
    help="With --check: judge what this loader of env files reads of it, such as dotenv, next, "
    "node, python-dotenv, compose or shell.",
)
def command(check: bool, loader: str | None) -> ExitCode:
    """Print a strong webhook secret for the Gateway, of letters and digits, which no loader of env
    files changes.

    With --check, read one from standard input: exit code 0 if it is strong, 1 if it is not.
    """
    if loader and not check:
        raise KeyguardError("--as says how a secret is read; use it together with --check.")
    if not check:
        tell(make_secret())
        return ExitCode.CLEAN
    if sys.stdin is None:
        raise KeyguardError(CLOSED)
    secret = sys.stdin.buffer.readline().decode(errors="replace").rstrip("\r\n")
    if _is_gateway_key(secret):
        say("this is a key of the Gateway: whoever gets the webhook's calls would get it", "weak: ")
        return ExitCode.FINDINGS
    strength = judge(secret)
    if loader:
        strength = judge(PLAIN.left_of(secret, BY_ID[loader]) or "")
        for line in _described(secret, loader):
            say(line, "read: ")
    return _say(strength)


def _is_gateway_key(secret: str) -> bool:
    form = KeyFormat()
    bodies = [secret[len(each) :] for each, _ in form.prefixes if secret.startswith(each)]
    return any(len(body) == form.length and body.isalnum() for body in bodies)


def _described(secret: str, loader: str) -> Iterable[str]:
    """For each way to write it, what is left of the secret, in characters."""
    dialect = BY_ID[loader]
    for writing in WRITINGS:
        value = writing.left_of(secret, dialect)
        if writing.dollar != "$" and ("$" not in secret or value != secret):
            continue
        if value is None:
            left = "does not read it"
        elif value == secret:
            left = f"reads all {len(secret)} characters"
        else:
            left = f"reads {len(value)} characters, not these {len(secret)}"
        yield f"{writing.title}, {dialect.title} {left}"


def _say(strength: Strength) -> ExitCode:
    for reason in strength.reasons:
        say(f"this webhook secret {reason}", "weak: ")
    word = "weak" if strength.reasons else "strong"
    say(f"about 2^{strength.bits:.0f} guesses", f"{word}: ")
    return ExitCode.FINDINGS if strength.reasons else ExitCode.CLEAN
