"""``keyguard secret``: makes a strong webhook secret, or judges one."""

from __future__ import annotations

import sys

import click

from keyguard.cli.console import CLOSED, say, tell
from keyguard.detect.strength.estimate import judge, make_secret
from keyguard.errors import ExitCode, KeyguardError


@click.command("secret", short_help="Print a strong webhook secret, or judge one.")
@click.option("--check", is_flag=True, help="Judge the secret on standard input instead.")
def command(check: bool) -> ExitCode:
    """Print a strong webhook secret for the Gateway.

    With --check, read one from standard input: exit code 0 if it is strong, 1 if it is not.
    """
    if not check:
        tell(make_secret())
        return ExitCode.CLEAN
    if sys.stdin is None:
        raise KeyguardError(CLOSED)
    strength = judge(sys.stdin.buffer.readline().decode(errors="replace").rstrip("\r\n"))
    for reason in strength.reasons:
        say(f"this webhook secret {reason}", "weak: ")
    word = "weak" if strength.reasons else "strong"
    say(f"about 2^{strength.bits:.0f} guesses", f"{word}: ")
    return ExitCode.FINDINGS if strength.reasons else ExitCode.CLEAN
