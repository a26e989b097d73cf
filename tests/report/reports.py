"""Reports made by hand, as a scan would make them."""

from __future__ import annotations

from typing import Any

from keyguard.fingerprint import fingerprint
from keyguard.model import (
    Blob,
    Commit,
    Confidence,
    Context,
    Detection,
    Environment,
    Finding,
    Kind,
    Part,
    Place,
    Problem,
    Region,
    Scanned,
    Severity,
    State,
    Suppression,
    Surface,
    View,
)
from keyguard.model.report import Report
from keyguard.report import RuleText
from tests.samples import production_key, staging_key, webhook_secret

PRODUCTION = production_key("report")
STAGING = staging_key("report staging")
SECRET = webhook_secret("report")
WEAK_SECRET = "gateway1"

FIX = (
    "1. Revoke this key in the Gateway's dashboard (Settings, API Keys).\n"
    "2. Create a new key there.\n"
    "3. Put the new key in the environment of the service that uses it, which may take a line "
    "that is longer than the terminal is wide.\n"
    "4. Restart the service.\n"
    "5. Then read the key from an environment variable here, and only now clean the git history."
)
SECRET_FIX = (
    "1. Make a strong secret: `keyguard secret`, or `openssl rand -hex 32`.\n"
    "2. Set it for the webhook in the Gateway's dashboard."
)
MESSAGE = (
    "This is a production key of the Gateway (pk_ means production, not publishable): whoever "
    "reads it can send messages in your name."
)
ADA = Commit("0123456789abcdef0123456789abcdef01234567", "Ada Author", "2026-03-01T10:00:00+01:00")

DOCUMENTATION = {
    rule: RuleText(
        rule,
        severity,
        summary,
        f"{summary}\n\nMore about `{rule}`.",
        f"https://example.org/rules#{rule}",
    )
    for rule, severity, summary in (
        ("key-in-frontend", Severity.CRITICAL, "A Gateway key stands in code for browsers."),
        ("production-key", Severity.HIGH, "A production key is written in a file."),
        ("staging-key", Severity.MEDIUM, "A staging key is written in a file."),
        ("never-fired", Severity.LOW, "A rule that found nothing."),
    )
}


def finding(
    text: str,
    value: str,
    kind: Kind = Kind.PRODUCTION_KEY,
    *,
    rule: str = "production-key",
    severity: Severity = Severity.HIGH,
    confidence: Confidence = Confidence.HIGH,
    path: bytes = b"src/app.py",
    state: State = State.TREE,
    commit: Commit | None = None,
    part: Part = Part.CONTENT,
    via: tuple[str, ...] = (),
    message: str = MESSAGE,
    fix: str = FIX,
    context: Context | None = None,
    **more: Any,
) -> Finding:
    """A finding of ``value`` where it first stands in ``text``."""
    start = text.index(value)
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    place = Place(path, state, commit)
    view = View(Blob("blob", text.encode(errors="replace"), (place,), part), text, via)
    return Finding(
        rule=rule,
        severity=severity,
        confidence=confidence,
        detection=Detection(view, start, start + len(value), kind, value, confidence),
        context=context or Context(),
        place=place,
        region=Region(line, column, line, column + len(value)),
        message=message,
        fix=fix,
        fingerprint=fingerprint(rule, value, path),
        **more,
    )


def report(*findings: Finding, **more: Any) -> Report:
    """A report that knows the secrets of its findings."""
    values = {item.detection.value for item in findings if item.detection.kind.is_secret}
    fields: dict[str, Any] = {
        "command": "scan",
        "problems": (),
        "scanned": Scanned(files=12, blobs=12, bytes=34_567),
        "skipped": {},
        "root": "/repo",
        "secrets": frozenset(values),
    }
    return Report(findings=findings, **(fields | more))


CLEAN = report()

SCAN = report(
    finding(
        f"import Gateway from 'gateway';\n\nconst gateway = new Gateway('{PRODUCTION}');\n",
        PRODUCTION,
        rule="key-in-frontend",
        severity=Severity.CRITICAL,
        path=b"web/src/main.ts",
        message="This production key is in code that ships to browsers: everyone who opens the "
        "page can read it.",
        context=Context(
            surface=Surface.FRONTEND, surface_reason="package.json depends on react-dom"
        ),
    ),
    finding(
        f"CONNEXEASE_API_KEY={STAGING}\nOTHER={PRODUCTION}\n",
        STAGING,
        Kind.STAGING_KEY,
        rule="staging-key",
        severity=Severity.MEDIUM,
        path=b"deploy/.env.staging",
        message="This is a staging key of the Gateway.",
        context=Context(environment=Environment.STAGING),
        occurrences=2,
    ),
    finding(
        f"{'x=1;' * 100}send('{PRODUCTION}',{{to:'{STAGING}'}}){'y=2;' * 100}",
        PRODUCTION,
        path=b"web/dist/bundle.js",
        context=Context(surface=Surface.FRONTEND, surface_reason="it is below dist/"),
        via=("base64", "url"),
    ),
    finding(
        f'# keyguard: allow\nwebhook_secret = "{SECRET}"\n',
        SECRET,
        Kind.WEBHOOK_SECRET,
        rule="hardcoded-webhook-secret",
        path=b"tests/test_webhook.py",
        message="This webhook secret is written in a file.",
        fix=SECRET_FIX,
        suppressed=Suppression("inline", "made up for a test"),
    ),
    finding(
        "const url = import.meta.env.VITE_CONNEXEASE_API_KEY;\n",
        "VITE_CONNEXEASE_API_KEY",
        Kind.KEY_VARIABLE,
        rule="key-in-public-env",
        path=b"web/src/main.ts",
        message="The variable VITE_CONNEXEASE_API_KEY begins with VITE_.",
        fix="1. Take VITE_ off the variable's name.",
        context=Context(public_prefix="VITE_"),
        confidence=Confidence.LOW,
    ),
    skipped={"not a regular file": 2},
    hidden=3,
)

HISTORY = report(
    finding(
        f'KEY = "{PRODUCTION}"\n', PRODUCTION, state=State.HISTORY, commit=ADA, path=b"old/app.py"
    ),
    finding(
        f"webhookSecret: {WEAK_SECRET}\n",
        WEAK_SECRET,
        Kind.WEBHOOK_SECRET,
        rule="weak-webhook-secret",
        path=b"config.yml",
        state=State.HEAD,
        commit=ADA,
        message="This webhook secret can be guessed.",
        fix=SECRET_FIX,
    ),
    finding(
        f"tree 1\nauthor Ada\n\nUse {STAGING} for now\n",
        STAGING,
        Kind.STAGING_KEY,
        rule="staging-key",
        severity=Severity.LOW,
        path=b"(commit message)",
        state=State.MESSAGE,
        part=Part.COMMIT,
        commit=ADA,
        message="This is a staging key of the Gateway.",
    ),
    finding(
        f"dump-{STAGING}.sql",
        STAGING,
        Kind.STAGING_KEY,
        rule="staging-key",
        severity=Severity.MEDIUM,
        path=f"backup/dump-{STAGING}.sql".encode(),
        state=State.UNREACHABLE,
        part=Part.NAME,
        message="This is a staging key of the Gateway.",
    ),
    command="history",
    problems=(
        Problem(b"", "this is a shallow clone, so older history was not read."),
        Problem(b"big/dump.sql", "it has 734,003,200 bytes; raise --max-file-size."),
    ),
    scanned=Scanned(files=0, blobs=4321, commits=210, bytes=98_765_432),
)
