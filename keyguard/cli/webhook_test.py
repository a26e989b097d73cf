"""``keyguard webhook-test``: whether a running handler refuses what it must."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from keyguard import __version__
from keyguard.cli.console import CLOSED, say, tell
from keyguard.errors import ExitCode, KeyguardError
from keyguard.http.origin import Url, parse_url
from keyguard.http.trust import read_ca
from keyguard.model.patterns import lazy_pattern
from keyguard.report.sanitize import write_json
from keyguard.webhook_test.outcome import Outcome, Result, exit_code
from keyguard.webhook_test.run import outcomes, route_to
from keyguard.webhook_test.table import table

SCHEMA = "keyguard-webhook-test/1"
VARIABLE = "WEBHOOK_SECRET"
_SENDABLE = lazy_pattern("[!-~](?:[ -~]*[!-~])?")
"""What arrives in a header as it was sent: RFC 9110, section 5.5."""


@click.command("webhook-test", short_help="Test whether a running handler refuses what it must.")
@click.argument("url", metavar="URL")
@click.option(
    "--secret-env",
    default=VARIABLE,
    metavar="NAME",
    show_default=True,
    help="The environment variable that holds the webhook's secret.",
)
@click.option("--secret-stdin", is_flag=True, help="Read the secret from standard input instead.")
@click.option(
    "--host-is-mine",
    default="",
    metavar="HOST",
    help="The URL's host, if it is not this machine but is yours.",
)
@click.option(
    "--ca",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Trust the certificates of this PEM file too.",
)
@click.option(
    "-f",
    "--format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="The format of the report.",
)
def command(
    url: str, secret_env: str, secret_stdin: bool, host_is_mine: str, ca: Path | None, format: str
) -> ExitCode:
    """Call the webhook handler at URL as the Gateway does, and as an attacker would.

    It calls without a header, with a wrong secret, with `Bearer undefined`, `None`, `null` and
    nothing, and with the secret but no scheme: the handler must answer each with 401. Then it calls
    once with the right secret: the handler must answer 200 within 5 seconds, and processes a
    made-up message.

    The handler has to run on this machine, unless --host-is-mine names its host. The secret is
    never given on the command line.

    \b
    Exit codes:
      0  every check passed
      1  a check failed
      2  a check could not be made
    """  # fmt: skip
    where = parse_url(url, "the URL")
    secret = _secret_from_stdin() if secret_stdin else _secret_from(secret_env)
    route = route_to(where, host_is_mine, read_ca(ca))
    found = tuple(outcomes(route, where.target, secret))
    if format == "json":
        write_json(_document(where, found), sys.stdout)
    else:
        tell(table(found))
    if any(outcome.result is Result.UNTESTED for outcome in found):
        say("not everything could be tested, so this is not a result; see the reasons.")
    return exit_code(found)


def _document(url: Url, found: tuple[Outcome, ...]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "version": __version__,
        "command": "webhook-test",
        "origin": str(url.origin),
        "complete": all(outcome.result is not Result.UNTESTED for outcome in found),
        "checks": [outcome.as_json() for outcome in found],
    }


def _secret_from(variable: str) -> str:
    value = os.environ.get(variable)
    if value is None:
        raise KeyguardError(
            f"the variable {variable} is not set; put the webhook's secret there, name another "
            "(--secret-env), or pass it on standard input (--secret-stdin)."
        )
    return _checked(value)


def _secret_from_stdin() -> str:
    if sys.stdin is None:
        raise KeyguardError(CLOSED)
    return _checked(sys.stdin.buffer.readline().decode(errors="replace").rstrip("\r\n"))


def _checked(secret: str) -> str:
    """Raises ``KeyguardError`` for what is no secret that a header can hold."""
    if not _SENDABLE.fullmatch(secret):
        raise KeyguardError(
            "the webhook's secret is empty, has a space at an end, or characters that a header "
            "can't hold; make one with `keyguard secret`."
        )
    return secret
