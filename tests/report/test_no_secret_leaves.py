"""No raw secret is in any byte of any format, whatever surrounds it and wherever it stands."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyguard.model import Commit, Context, Kind, Problem, State, Suppression, Surface
from keyguard.report import FORMATS
from tests.report.output import output
from tests.report.reports import SCAN, finding, report
from tests.samples import production_key, staging_key, webhook_secret

KEY = production_key("leak")
SECOND_KEY = staging_key("leak second")
SECRET = webhook_secret("leak")
SECRETS = (KEY, SECOND_KEY, SECRET)
PIECES = f"{KEY[:18]} {SECRET[9:25]} {SECRET[::-1]}"
LONG = 8

GLUE = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["", "\\", "%", "\x1b[31m", "[bold]", "::", "\r\n", "|`", "sk_" + "A" * 20]),
)
PATHS = st.binary(max_size=12)


@pytest.mark.parametrize("format", FORMATS)
@given(before=GLUE, after=GLUE, path=PATHS, width=st.integers(1, 200))
def test_no_secret_leaves(format: str, before: str, after: str, path: bytes, width: int) -> None:
    bodies = f"{after}{KEY[3:]}{before}{SECOND_KEY[3:]}"
    hidden = f"{before}{KEY}{after}{SECOND_KEY}{before}{SECRET}{after}{PIECES}{bodies}{before}"
    hidden_path = path + hidden.encode() + path
    commit = Commit(hidden, hidden, hidden)
    made = report(
        *(
            finding(
                f"{before}\n{hidden}{before}",
                value,
                kind,
                path=hidden_path,
                state=State.HEAD,
                commit=commit,
                via=(hidden,),
                context=Context(surface=Surface.MOBILE, surface_reason=hidden),
                message=hidden,
                fix=hidden,
                suppressed=suppressed,
            )
            for value, kind in ((KEY, Kind.PRODUCTION_KEY), (SECRET, Kind.WEBHOOK_SECRET))
            for suppressed in (None, Suppression("inline", hidden))
        ),
        problems=(Problem(hidden_path, hidden),),
        skipped={hidden: 1},
        submodules=(hidden_path,),
        secrets=frozenset(SECRETS),
    )
    written = output(format, made, verbose=True, color=True, width=width)
    for secret in SECRETS:
        for part in range(len(secret) - LONG + 1):
            assert secret[part : part + LONG] not in written
    assert SECRET[::-1][:LONG] not in written


def test_only_json_and_text_show_secrets_on_request() -> None:
    showing = {
        format
        for format in FORMATS
        if any(secret in output(format, SCAN, show_secrets=True) for secret in SCAN.secrets)
    }
    assert showing == {"json", "text"}


def test_json_shows_secrets_in_their_own_field() -> None:
    findings = json.loads(output("json", SCAN, show_secrets=True))["findings"]
    assert len(findings) == len(SCAN.findings)
    for found in findings:
        credential = found["credential"]
        assert credential.get("secret") in SCAN.secrets | {None}
        assert ("secret" in credential) is (credential["kind"] != "key-variable")
