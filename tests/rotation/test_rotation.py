"""A leaked key from its discovery to its end, with a real repository and a Gateway."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from keyguard.fingerprint import digest
from keyguard.rotation.file import FILE_NAME
from tests.rotation.leaked import (
    DEAD,
    DIGEST,
    KEY,
    OTHER,
    STEPS,
    close,
    kept,
    mark,
    rotation,
    start,
)
from tests.samples import production_key, webhook_secret
from tests.servers import Received, Reply, Server, running
from tests.tools import Repository
from tests.verify.gateway import gateway, sent


def test_from_the_beginning_to_the_end(leak: Repository) -> None:
    before = date.today()
    start(leak)
    (started,) = kept(leak)
    day = started["steps"][0].pop("date")
    assert started == {
        "digest": DIGEST,
        "kind": "production-key",
        "steps": [{"step": "started", "by": "Ada"}],
    }
    assert before <= date.fromisoformat(day) <= date.today()
    for step in STEPS:
        assert rotation(leak, "mark", DIGEST, step, "--by", "Bob").code == 0
    shown = rotation(leak, "show", "-f", "json").json["rotations"][0]
    assert (shown["open"], shown["missing"]) == (True, [])
    with running(Server(gateway({}))) as server:
        assert close(leak, server).code == 0
        assert sent(server, KEY) == [KEY]
    (closed,) = kept(leak)
    assert [mark["step"] for mark in closed["steps"]] == ["started", *STEPS, "closed"]
    assert {mark["by"] for mark in closed["steps"]} == {"Ada", "Bob"}
    assert "closed" in rotation(leak, "show").out
    assert KEY not in (leak.path / FILE_NAME).read_text()


def test_what_can_be_started(repository: Repository) -> None:
    repository.write("a.py", f'a = "{KEY}"\nWEBHOOK_SECRET = "{webhook_secret("r")}"\n')
    repository.write("b.py", f'b = "{OTHER}"\n')
    assert rotation(repository, "start", digest(OTHER)[:6], "--by", "Ada").code == 0
    assert [each["digest"] for each in kept(repository)] == [digest(OTHER)]
    before = kept(repository)
    assert rotation(repository, "start", "--by", "Bob").code == 0
    assert sorted(each["digest"] for each in kept(repository)) == sorted([DIGEST, digest(OTHER)])
    assert before[0] in kept(repository), "what was started stays"
    assert rotation(repository, "start", "ffffffff").code == 2
    third = production_key("from elsewhere")
    assert rotation(repository, "start", "--key-stdin", "--by", "A", stdin=f"{third}\n").code == 0
    assert len(kept(repository)) == 3
    assert rotation(repository, "start", "--key-stdin", stdin="hello\n").code == 2


def test_marks(leak: Repository) -> None:
    start(leak)
    assert rotation(leak, "mark", DIGEST[:4], "restarted", "--by", "Ada").code == 0
    again = rotation(leak, "mark", DIGEST[:4], "restarted", "--by", "Bob")
    assert (again.code, "by Ada" in again.err) == (0, True)
    assert rotation(leak, "mark", DIGEST, "revoked", "--by", "Ada").code == 0
    assert [mark["step"] for mark in kept(leak)[0]["steps"]] == ["started", "revoked", "restarted"]
    assert rotation(leak, "mark", DIGEST, "closed").code == 2
    assert rotation(leak, "mark", "0000", "revoked").code == 2
    assert rotation(leak, "mark", "", "revoked").code == 2
    assert rotation(leak, "mark", DIGEST, "replaced", "--by", f"A {OTHER}").code == 0
    assert OTHER[3:] not in (leak.path / FILE_NAME).read_text()


def test_what_somebody_marks_while_the_gateway_is_asked_stays(leak: Repository) -> None:
    leak.write("other.py", f'key = "{OTHER}"\n')
    start(leak)

    def answers(request: Received) -> Reply:
        marked = mark(leak, digest(OTHER), "revoked")
        assert marked.code == 0 or "already" in marked.err
        return DEAD

    with running(Server(answers)) as server:
        assert close(leak, server).code == 0
    steps = {each["digest"]: [step["step"] for step in each["steps"]] for each in kept(leak)}
    assert steps == {DIGEST: ["started", "closed"], digest(OTHER): ["started", "revoked"]}


def test_everybody_may_mark_at_once(leak: Repository) -> None:
    start(leak)
    with ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda step: mark(leak, DIGEST, step), STEPS))
    assert [each.code for each in done] == [0] * len(STEPS)
    assert [each["step"] for each in kept(leak)[0]["steps"]] == ["started", *STEPS]


def test_nothing_to_show(repository: Repository) -> None:
    result = rotation(repository, "show")
    assert (result.code, "No rotations" in result.out) == (0, True)
    assert not (repository.path / FILE_NAME).exists()
