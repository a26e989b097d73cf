"""Made-up content at one place is found and judged alike in whatever form it comes."""

from __future__ import annotations

import io
import os
import random
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples import production_key, staging_key, webhook_secret
from tests.tools import Repository, Result, scan_json

PATHS = (
    ".env", ".env.staging", "config/production.env", "src/app.js", "web/public/app.js",
    "web/src/c.jsx", "server/c.js", "android/app/src/main/res/values/strings.xml",
    "ios/App/Info.plist", "config/staging.yml", "docs/notes.md", "deploy/prod/values.yaml",
    "infra/main.tf", "tests/test_x.py", "src/main/resources/application-production.properties",
    "Dockerfile", "public/index.html", "lib/x.rb", ".env.example", "examples/demo.py",
)  # fmt: skip
LINES: tuple[Callable[[int], str], ...] = (
    lambda number: f"API_KEY={production_key(number)}\n",
    lambda number: f'const key = "{staging_key(number)}";\n',
    lambda number: f"NEXT_PUBLIC_KEY={production_key(number)}\n",
    lambda number: f"WEBHOOK_SECRET={webhook_secret(number)}\n",
    lambda number: f'webhook_secret: "{webhook_secret(number)}"\n',
    lambda number: f"fetch('https://api.gateway.connexease.com/v1?k={production_key(number)}')\n",
    lambda number: f"Authorization: {staging_key(number)}\n",
    lambda number: f"<string name='k'>{production_key(number)}</string>\n",
    lambda number: "APP_ENV=production\n",
    lambda number: "VITE_CONNEXEASE_API_KEY=x\n",
    lambda number: "webhook_secret = hunter2\n",
    lambda number: f"# nothing in line {number}\n",
)
ONLY_TRACKED = "tracked-env-file"
FIELDS = ("rule", "severity", "confidence", "environment", "surface", "line", "column", "end_line",
          "end_column", "occurrences")  # fmt: skip


def told(result: Result, is_tracked: bool = True) -> set[tuple[object, ...]]:
    """All that is said of each finding but where it is; of files that git does not track without
    the rule that is about those which it does."""
    return {
        (*(each[field] for field in FIELDS), each["credential"]["digest"])
        for each in result.json["findings"]
        if is_tracked or each["rule"] != ONLY_TRACKED
    }


def made_up(seed: int) -> tuple[str, bytes]:
    draw = random.Random(seed)
    count = draw.randrange(2, 9)
    lines = (draw.choice(LINES)(100 * seed + number) for number in range(count))
    return draw.choice(PATHS), "".join(lines).encode()


@pytest.mark.parametrize("seed", range(12))
def test_a_file(seed: int, repository: Repository, tmp_path: Path) -> None:
    path, content = made_up(seed)
    repository.commit("nothing yet")
    repository.write(path, content)
    repository.git("add", "--all")
    here = repository.path
    expected = told(scan_json("scan", cwd=here))
    folder, name = os.path.split(path)
    (here / "x").mkdir()
    spelt = (path, f"./{path}", str(here / path), f"x/../{path}")
    results = {
        "file": scan_json("scan", path, cwd=here),
        "from its folder": scan_json("scan", name, cwd=here / folder),
        "staged": scan_json("staged", cwd=here),
        **{
            f"stdin as {each}": scan_json(
                "scan", "-", "--stdin-filename", each, cwd=here, stdin=content
            )
            for each in spelt
        },
    }
    repository.commit("it")
    results |= {
        "commits": scan_json("commits", "HEAD~1..", cwd=here),
        "history": scan_json("history", cwd=here),
        "history in two processes": scan_json("history", "-j", "2", cwd=here),
    }
    assert {name: told(result) for name, result in results.items()} == dict.fromkeys(
        results, expected
    )


@pytest.mark.parametrize("seed", range(12, 22))
def test_a_member_of_an_archive(seed: int, tmp_path: Path) -> None:
    path, content = made_up(seed)
    folder = tmp_path / "plain"
    (folder / path).parent.mkdir(parents=True)
    (folder / path).write_bytes(content)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(path, content)
    with tarfile.open(tmp_path / "a.tgz", "w:gz") as archive:
        entry = tarfile.TarInfo(path)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    expected = told(scan_json("scan", ".", cwd=folder), is_tracked=False)
    assert told(scan_json("scan", "a.zip", cwd=tmp_path)) == expected
    assert told(scan_json("scan", "a.tgz", cwd=tmp_path)) == expected
