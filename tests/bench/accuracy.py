"""What is found and what is not: on repositories, on the tables of cases, and of random keys.

    python tests/bench/accuracy.py trees FOLDER ...     findings in work trees
    python tests/bench/accuracy.py histories REPO ...   findings in whole histories
    python tests/bench/accuracy.py recall               the tables, against other scanners
    python tests/bench/accuracy.py losses               random keys taken for examples

Each prints Markdown for docs/accuracy.md.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import string
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from _measure import ENVIRONMENT, KEYGUARD, ROOT
from _peers import PEERS, RULES

sys.path.insert(0, str(ROOT))

from keyguard.detect.strength.placeholder import is_placeholder_body
from tests.detect.test_languages import ALL, Case

ALPHABETS = {
    "hexadecimal": "0123456789abcdef",
    "lower case and digits": string.ascii_lowercase + string.digits,
    "letters": string.ascii_letters,
    "letters and digits": string.ascii_letters + string.digits,
}
BODY = 32
REPORT = "report.json"


def main() -> None:
    """Runs one of the measurements."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(required=True)
    for name, command in (("trees", "scan"), ("histories", "history")):
        scans = commands.add_parser(name)
        scans.add_argument("repository", nargs="+", type=Path)
        scans.set_defaults(run=lambda options, command=command: scan_all(command, options))
    tables = commands.add_parser("recall")
    for name in READERS:
        tables.add_argument(f"--{name}", metavar="PATH", help=f"where {name} is, if not on PATH")
    tables.set_defaults(run=compare)
    losses = commands.add_parser("losses")
    losses.add_argument("--keys", type=int, default=1_000_000, help="of each alphabet [1,000,000]")
    losses.set_defaults(run=count_losses)
    options = parser.parse_args()
    options.run(options)


def scan_all(command: str, options: argparse.Namespace) -> None:
    """A row for each repository, and below them what should be looked at one by one."""
    print("| repository | commit | files or blobs | MB | medium or higher |")
    print("|---|---|---:|---:|---:|")
    found = []
    for repository in options.repository:
        report = keyguard_report(command, repository)
        scanned = report["scanned"]
        name = repository.resolve().name.replace("+", "/")
        count, size = scanned["files"] or scanned["blobs"], scanned["bytes"] / 1e6
        findings = [each for each in report["findings"] if each["severity"] != "low"]
        print(f"| {name} | {_head(repository)} | {count:,} | {size:,.0f} | {len(findings)} |")
        found += [(name, finding) for finding in findings]
    print("\n| repository | rule | place | state |\n|---|---|---|---|")
    for name, finding in found:
        place = f"{finding['path']}:{finding['line']}"
        print(f"| {name} | {finding['rule']} | `{place}` | {finding['state']} |")


def count_losses(options: argparse.Namespace) -> None:
    """How many random keys look so much like examples that nothing is said about them."""
    print("| alphabet | random keys | taken for examples | share |\n|---|---:|---:|---:|")
    for name, alphabet in ALPHABETS.items():
        draw = random.Random(name)
        lost = sum(
            is_placeholder_body("".join(draw.choices(alphabet, k=BODY)))
            for _ in range(options.keys)
        )
        print(f"| {name} | {options.keys:,} | {lost:,} | {lost / options.keys:.4%} |")


@dataclass(frozen=True)
class Reader:
    """How a peer scans a folder with its own rules, and what is added to use only ours."""

    builtin: str
    custom: str


OURS = ("production-key", "staging-key", "webhook-secret")
"""The kinds of credentials that the tables are about."""
GITLEAKS = "{target} --no-banner --exit-code 0"
KINGFISHER = "scan {target} --git-history none --no-validate --no-update-check --format json"
KINGFISHER += " --confidence low --no-dedup --output {report}"
READERS = {
    "gitleaks": Reader(
        f"dir {GITLEAKS} --report-format json --report-path {{report}}",
        "--config {rules}/rule.toml",
    ),
    "betterleaks": Reader(f"fs {GITLEAKS} --output {{report}}", "--config {rules}/rule.toml"),
    "kingfisher": Reader(KINGFISHER, "--load-builtins=false --rules-path {rules}/rule.yml"),
    "detect-secrets": Reader("-C {target} scan --all-files", "-p {rules}/plugin.py"),
}
_CASE = re.compile(r"case-(\d{5})")
"""The folder of a case, which every report names where it found something."""


def compare(options: argparse.Namespace) -> None:
    """Each case in a file of its own: which hits are found, and which misses are reported."""
    cases = ALL
    with TemporaryDirectory() as name:
        folder, rules = Path(name, "cases"), Path(name, "rules")
        rules.mkdir()
        for file, content in RULES.items():
            (rules / file).write_text(content, "utf-8")
        for number, case in enumerate(cases):
            path = folder / _folder(number) / case.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(case.text + "\n", "utf-8")
        others_keys = _numbers(_paths(folder, lambda kind: kind not in OURS))
        hits = [number for number, case in enumerate(cases) if case.expected]
        keys = {number for number in hits if _holds_key(cases[number])}
        print(f"{len(cases):,} cases: {len(keys)} hold a key, {len(hits) - len(keys)} another")
        print(f"secret, {len(cases) - len(hits)} neither; in {len(others_keys)} of these stands")
        print("another vendor's secret key, which nobody is blamed for.\n")
        print("| scanner | rules | keys found | other secrets found | false alarms |")
        print("|---|---|---:|---:|---:|")
        for scanner, rules_used, found in _results(options, folder, rules):
            others = set(hits) - keys
            alarms = found.difference(hits, others_keys)
            print(
                f"| {scanner} | {rules_used} | {_share(found & keys, keys)} "
                f"| {_share(found & others, others)} | {len(alarms)} |"
            )


def _results(
    options: argparse.Namespace, folder: Path, rules: Path
) -> Iterator[tuple[str, str, set[int]]]:
    yield "keyguard", "its own", _numbers(_paths(folder, lambda kind: kind in OURS))
    for name, reader in READERS.items():
        program = shutil.which(getattr(options, name.replace("-", "_")) or name)
        if program is None:
            continue
        for rules_used, more in (("its own", ""), ("one expression for keys", reader.custom)):
            report = folder.parent / REPORT
            report.unlink(missing_ok=True)
            command = f"{reader.builtin} {more}".format(target=folder, rules=rules, report=report)
            finished = subprocess.run([program, *command.split()], capture_output=True, check=False)
            if finished.returncode not in PEERS[name].fine:
                sys.exit(f"{name} ended with {finished.returncode}: {finished.stderr.decode()}")
            said = report.read_text("utf-8") if report.exists() else finished.stdout.decode()
            yield name, rules_used, _numbers([said])


def _paths(folder: Path, wanted: Callable[[str], bool]) -> list[str]:
    findings = keyguard_report("scan", folder)["findings"]
    return [each["path"] for each in findings if wanted(each["credential"]["kind"])]


def keyguard_report(command: str, folder: Path) -> Any:
    """What this checkout's keyguard says of a folder."""
    finished = subprocess.run(
        [*KEYGUARD, command, str(folder), "--format", "json"],
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
    )
    return json.loads(finished.stdout)


def _folder(number: int) -> str:
    return f"case-{number:05}"


def _numbers(texts: Iterable[str]) -> set[int]:
    return {int(number) for text in texts for number in _CASE.findall(text)}


def _holds_key(case: Case) -> bool:
    return any(case.text[start:end].startswith(("pk_", "sk_")) for start, end in case.expected)


def _share(some: Sequence[int] | set[int], all_: set[int]) -> str:
    return f"{len(some)} of {len(all_)} ({len(some) / max(1, len(all_)):.0%})"


def _head(repository: Path) -> str:
    finished = subprocess.run(
        ["git", "rev-parse", "--short=10", "HEAD"], cwd=repository, capture_output=True, check=False
    )
    return finished.stdout.decode().strip()


if __name__ == "__main__":
    main()
