"""Times the reading of all files of a work tree against other scanners.

    python tests/bench/work_tree.py [REPOSITORY ...] [--runs 5] [--gitleaks PATH ...]

Each reads the same copy of HEAD's files, without a git directory among them.
"""

from __future__ import annotations

import os
from pathlib import Path

from _measure import Subject
from _repositories import copy
from _setting import parser_for, setting_for


def main() -> None:
    """One row a repository."""
    with setting_for(parser_for(__doc__).parse_args()) as setting:
        subjects = []
        for repository in setting.repositories:
            tree = copy(repository, setting.folder_for(repository))
            contestants = [*setting.ours("scan", tree), *setting.rivals.read("tree", target=tree)]
            subjects.append(Subject(repository.name, facts(tree), contestants))
        setting.report(subjects)


def facts(tree: Path) -> dict[str, str]:
    """How much there is to read, links aside."""
    found = [os.path.join(folder, name) for folder, _, names in os.walk(tree) for name in names]
    files = [os.path.getsize(path) for path in found if not os.path.islink(path)]
    return {"files": f"{len(files):,}", "their sum": f"{sum(files) / 1e6:,.0f} MB"}


if __name__ == "__main__":
    main()
