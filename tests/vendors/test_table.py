"""Every row of the table of vendors is complete, and each of its key forms works."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from keyguard import decode
from keyguard.detect.detector import Detector
from keyguard.detect.vendors.evidence import vendor_named_in
from keyguard.model import Blob
from keyguard.prefilter.clues import SPAN, VENDOR_ANCHORS, VENDOR_KEY, vendor_clues
from keyguard.prefilter.select import MANY_FILES, CluePrefilter, FastPrefilter, HistoryPrefilter
from keyguard.settings import KeyFormat
from keyguard.vendors.table import VENDORS, secret_forms, vendors_by_key
from keyguard.vendors.vendor import CLUE_BODY, KeyForm, Vendor
from tests.samples import body
from tests.tools import Repository, scan_json
from tests.vendors.expressions import text_of

FORMS = [row for rows in secret_forms().values() for row in rows]
DETECTOR = Detector.for_format(KeyFormat())
NAMES = [vendor.name for vendor in VENDORS]
OTHER_FORMAT = KeyFormat(prefixes=(("cx_", KeyFormat().prefixes[0][1]),))
"""Of a Gateway whose keys begin otherwise, so that its probe sees none of these."""


class Sample(NamedTuple):
    """A line, whose key it may be, and whether it is to be found as theirs."""

    line: str
    vendor: Vendor
    found: bool


def variable(vendor: Vendor) -> str:
    return f"{vendor.name.replace(' ', '_')}_API_KEY"


def sample(form: KeyForm, seed: object, longest: bool = False) -> str:
    """A key of this form; one that could only be seen by its own clue, where it has none."""
    head = body(seed, 20) if form.probe else ""
    rest = form._replace(shortest=form.shortest - len(head), longest=form.longest - len(head))
    return text_of(f"{form.prefix}{head}{rest.body}", seed, longest=longest)


def samples_of(vendor: Vendor, form: KeyForm) -> list[Sample]:
    """Hits in all lengths, and misses that come near."""
    before = text_of(form.behind, 0) if form.behind else f'{variable(vendor)} = "'
    short, long = sample(form, "short"), sample(form, "long", longest=True)
    without_tail = text_of(f"{form.prefix}[{form.alphabet}]{{{form.longest}}}", "too long")
    nobody = before.replace(variable(vendor), "KEY") if form.named else ""
    hits = [f'{before}{short}"', f'{before}{long}"', f'{before}{sample(form, "other")}"']
    misses = [
        f'{before}x{short}"',
        f'{before}{short[:-1]}"',
        # A key that may hold a dot can end at one.
        *([] if "." in form.alphabet else [f'{before}{without_tail}z9"']),
        f'{before}{text_of(form.prefix, 1)}{"x" * form.shortest}"',
        f"{before}{text_of(form.prefix, 1)}",
        *([f'{nobody}{short}"'] if nobody else []),
    ]
    return [
        *(Sample(hit, vendor, True) for hit in hits),
        *(Sample(miss, vendor, False) for miss in misses),
    ]


SAMPLES = [each for vendor, form in FORMS for each in samples_of(vendor, form)]


@pytest.mark.parametrize("vendor", VENDORS, ids=NAMES)
def test_every_row_is_complete(vendor: Vendor) -> None:
    assert vendor.name != vendor.name.lower()
    assert vendor.words == vendor.words.lower()
    assert not re.search(vendor.words, "")
    assert vendor.revoke_at or vendor.webhook_at
    assert vendor.revoke_at or all(form.publishable for form in vendor.forms)
    for page in (vendor.revoke_at, vendor.webhook_at):
        assert page == page.strip(" .")
    assert vendor_named_in(f"{variable(vendor)}=x") == vendor.name


def test_names_are_there_once() -> None:
    assert len(vendors_by_key()) == len(VENDORS)
    assert not {"connexease", "other", ""} & vendors_by_key().keys()


@pytest.mark.parametrize("form", [form for _, form in FORMS], ids=lambda form: form.expression)
def test_every_form_keeps_to_what_the_rest_takes_for_granted(form: KeyForm) -> None:
    key = sample(form, "form", longest=True)
    assert form.anchor in VENDOR_ANCHORS
    assert key.startswith(form.prefix[: form.lead] + form.anchor)
    for seed in range(20):
        written = text_of(form.behind, seed) + sample(form, seed)
        assert re.search(VENDOR_KEY, written.lower().encode())
    assert form.shortest <= form.longest
    assert not form.tail or form.shortest == form.longest
    assert not re.search(r"\\[A-Z]", form.expression)
    assert len(key[: len(key) - form.longest + CLUE_BODY]) <= SPAN


@pytest.mark.parametrize("kind", [CluePrefilter, FastPrefilter, HistoryPrefilter])
def test_every_prefilter_sees_every_form(kind: type[CluePrefilter]) -> None:
    """Whatever the Gateway's own keys look like."""
    prefilter = kind(OTHER_FORMAT)
    assert vendor_clues()
    for line, _, found in SAMPLES:
        assert not found or prefilter.matches(line.encode()), line


def report_on(repository: Repository, lines: list[str], *command: str) -> dict[str, set[str]]:
    """Whose credentials are found in these lines, a file each, by path."""
    for number, line in enumerate(lines):
        repository.write(f"{number}.txt", f"{line}\n")
    if command[0] == "history":
        repository.commit()
    found: dict[str, set[str]] = {}
    for finding in scan_json(*command, cwd=repository.path).json["findings"]:
        found.setdefault(finding["path"], set()).add(finding["credential"]["vendor"])
    return found


@pytest.mark.parametrize(
    ("files", "command"),
    [(MANY_FILES - 1, "scan"), (len(SAMPLES), "scan"), (len(SAMPLES), "history")],
    ids=["few files", "many files", "history"],
)
def test_finds_every_form_and_no_near_miss(tmp_path: Path, files: int, command: str) -> None:
    assert len(SAMPLES) > MANY_FILES
    for first in range(0, len(SAMPLES), files):
        part = SAMPLES[first : first + files]
        repository = Repository.create(tmp_path / str(first))
        found = report_on(repository, [each.line for each in part], command)
        for number, each in enumerate(part):
            assert (each.vendor.key in found.get(f"{number}.txt", ())) is each.found, each


def test_a_webhooks_secret_is_called_by_its_vendors_name(repository: Repository) -> None:
    for vendor in VENDORS:
        line = f"{variable(vendor)}=\nWEBHOOK_SECRET={body('webhook', 48)}\n"
        repository.write(f"{vendor.key}.txt", line)
    findings = scan_json("scan", cwd=repository.path).json["findings"]
    by_path = {finding["path"]: finding for finding in findings}
    for vendor in VENDORS:
        finding = by_path[f"{vendor.key}.txt"]
        where = vendor.webhook_at or "the dashboard of the service that calls it"
        assert f"This webhook secret of {vendor.name} is strong" in finding["message"]
        assert f"Set it for the webhook in {where}." in finding["fix"]


LOOKALIKES = [
    (vendor, form)
    for vendor in VENDORS
    for form in vendor.forms
    if form.is_bare and "-[" not in form.tail
]


@pytest.mark.parametrize(("vendor", "form"), LOOKALIKES, ids=lambda row: str(row[0]))
def test_a_key_of_the_very_form_is_not_the_gateways(vendor: Vendor, form: KeyForm) -> None:
    keys = (sample(form, seed).rpartition("_")[2] for seed in range(1_000))
    prefix = form.prefix[:3]
    key = next(prefix + key for key in keys if key.isalnum() and len(key) >= form.shortest)
    far = "connexease\n" + "\n" * 9
    assert holds_gateway_key(f'{far}KEY = "{key}"')
    assert not holds_gateway_key(f'{far}{variable(vendor)} = "{key}"')


def holds_gateway_key(text: str) -> bool:
    blob = Blob("id", text.encode())
    views = decode.views(blob, DETECTOR.prefilter)
    return any(found.kind.is_key for view in views for found in DETECTOR.detect(view))


@pytest.mark.parametrize("vendor", VENDORS, ids=NAMES)
def test_whatever_names_a_vendor_holds_one_of_its_literals(vendor: Vendor) -> None:
    """Else a text that names it would be passed over: only near a literal is it looked for."""
    words = re.sub(r"\(\?<?!(?:[^()]|\([^()]*\))*\)|\\b", "", vendor.words)
    named = {
        text_of(words, seed, longest=longest) for seed in range(40) for longest in (False, True)
    }
    assert all(any(literal in text for literal in vendor.literals) for text in named)
