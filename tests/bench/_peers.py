"""Other scanners: where they are, and how each is told to look for one kind of key only."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from _measure import ENVIRONMENT, KEYGUARD, Contestant

KEY = "[ps]k_[A-Za-z0-9]{32}"
RULES = {
    "rule.toml": rf"""
[[rules]]
id = "key"
description = "key"
regex = '''\b{KEY}\b'''
keywords = ["pk_", "sk_"]
""",
    "rule.yml": rf"""
rules:
  - name: key
    id: custom.key.1
    pattern: '\b({KEY})\b'
    confidence: medium
    min_entropy: 0
    examples: []
""",
    "plugin.py": rf"""
import re
from detect_secrets.plugins.base import RegexBasedDetector

class KeyDetector(RegexBasedDetector):
    secret_type = "key"
    denylist = [re.compile(r"\b{KEY}\b")]
""",
}
"""One rule for each, by file. keyguard runs with all of its own."""


@dataclass(frozen=True)
class Peer:
    """A program: how it says its version, and its command for each input it knows.

    Commands are templates: ``{rules}`` is the folder of ``RULES``, the rest is up to the benchmark.
    """

    version: str
    commands: Mapping[str, str]
    fine: frozenset[int] = frozenset({0})


KINGFISHER = "scan {target} --turbo --no-validate --no-update-check --quiet"
KINGFISHER += " --load-builtins=false --rules-path {rules}/rule.yml"
_DETECTORS = """
ArtifactoryDetector AWSKeyDetector AzureStorageKeyDetector BasicAuthDetector CloudantDetector
DiscordBotTokenDetector GitHubTokenDetector GitLabTokenDetector Base64HighEntropyString
HexHighEntropyString IbmCloudIamDetector IbmCosHmacDetector IPPublicDetector JwtTokenDetector
KeywordDetector MailchimpDetector NpmDetector OpenAIDetector PrivateKeyDetector
PypiTokenDetector SendGridDetector SlackDetector SoftlayerDetector SquareOAuthDetector
StripeDetector TelegramBotTokenDetector TwilioKeyDetector
"""
DETECT_SECRETS = "-p {rules}/plugin.py" + "".join(
    f" --disable-plugin {name}" for name in _DETECTORS.split()
)
GITLEAKS = "{target} --no-banner --exit-code 0 --config {rules}/rule.toml"

PEERS = {
    "kingfisher": Peer(
        "--version",
        {
            "history": KINGFISHER,
            "tree": f"{KINGFISHER} --git-history none",
            "bomb": f"{KINGFISHER} --git-history none",
            "range": f"{KINGFISHER} --since-commit {{base}} --branch {{tip}}",
            "hook": f"{KINGFISHER} --staged",
        },
        frozenset({0, 200, 205}),
    ),
    "betterleaks": Peer(
        "--version",
        {
            "history": f"git {GITLEAKS}",
            "tree": f"fs {GITLEAKS}",
            "bomb": f"fs {GITLEAKS} --max-archive-depth 5",
            "range": f"git {GITLEAKS} --log-opts={{base}}..{{tip}}",
            "hook": f"git {GITLEAKS} --staged",
        },
    ),
    "gitleaks": Peer(
        "version",
        {
            "history": f"git {GITLEAKS}",
            "tree": f"dir {GITLEAKS}",
            "bomb": f"dir {GITLEAKS} --max-archive-depth 5",
            "range": f"git {GITLEAKS} --log-opts={{base}}..{{tip}}",
            "hook": f"git {GITLEAKS} --staged --pre-commit",
        },
    ),
    "detect-secrets": Peer(
        "--version",
        {
            "tree": f"-C {{target}} scan {DETECT_SECRETS}",
            "hook": f"{DETECT_SECRETS} {{file}}",
        },
    ),
}
PROGRAMS = {("detect-secrets", "hook"): "detect-secrets-hook"}
"""Where a peer has a program of its own for an input."""
HISTORY_OF_GIT = "git --git-dir {git} cat-file --batch-all-objects --unordered --buffer --batch"


def add_options(parser: argparse.ArgumentParser) -> None:
    """How often to run, and where the peers are."""
    parser.add_argument("--runs", type=int, default=5, help="runs that count, of each [5]")
    parser.add_argument(
        "--patience", type=float, default=300, metavar="SECONDS", help="stop slower peers [300]"
    )
    parser.add_argument(
        "--against", type=Path, metavar="CHECKOUT", help="an older keyguard to run beside it"
    )
    parser.add_argument("--without", nargs="*", default=[], choices=PEERS, help="leave these out")
    for name in PEERS:
        parser.add_argument(f"--{name}", metavar="PATH", help=f"where {name} is, if not on PATH")


class Rivals:
    """The peers that are here. Name the binary itself: a wrapper's start would count as well."""

    def __init__(self, options: argparse.Namespace, rules: Path) -> None:
        """Writes their rules to the folder ``rules``."""
        self._rules = rules.resolve()
        self._programs: dict[str, str] = {}
        for name, content in RULES.items():
            (self._rules / name).write_text(content, "utf-8")
        for name in PEERS:
            wanted = getattr(options, name.replace("-", "_")) or name
            if name not in options.without and (found := shutil.which(wanted)):
                self._programs[name] = os.path.abspath(found)

    def read(self, input_: str, folder: Path | None = None, **values: object) -> list[Contestant]:
        """Each that knows this input, to read what ``values`` say, run in ``folder``."""
        return list(self._contestants(input_, folder, values))

    def versions(self, names: Collection[str]) -> Iterator[str]:
        """Of keyguard, what it runs on, and the peers of these names."""
        yield _first_line([*KEYGUARD, "--version"])
        yield f"Python {platform.python_version()}"
        yield _first_line(["git", "--version"])
        for name in sorted(self._programs.keys() & set(names)):
            program = self._programs[name]
            yield f"{name} {_first_line([program, PEERS[name].version]).split()[-1]}"

    def _contestants(
        self, input_: str, folder: Path | None, values: Mapping[str, object]
    ) -> Iterator[Contestant]:
        for name, program in self._programs.items():
            peer = PEERS[name]
            if input_ in peer.commands:
                words = peer.commands[input_].split()
                command = [word.format(rules=self._rules, **values) for word in words]
                own = PROGRAMS.get((name, input_))
                path = os.path.join(os.path.dirname(program), own) if own else program
                yield Contestant(name, [path, *command], folder, peer.fine)


def git_cat_file(git_dir: Path) -> Contestant:
    """git itself, reading every object and writing it to nothing."""
    return Contestant("git cat-file", HISTORY_OF_GIT.format(git=git_dir).split())


def _first_line(command: list[str]) -> str:
    finished = subprocess.run(command, env=ENVIRONMENT, capture_output=True, check=True, text=True)
    return (finished.stdout.strip() or finished.stderr.strip()).splitlines()[0]
