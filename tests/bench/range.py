"""Times the reading of a branch's last commits, as CI does, against other scanners.

python tests/bench/range.py [REPOSITORY ...] [--commits 10] [--runs 5] [--gitleaks PATH ...]
"""

from __future__ import annotations

from _measure import Subject
from _repositories import copy, git
from _setting import parser_for, setting_for


def main() -> None:
    """One row a repository."""
    parser = parser_for(__doc__)
    parser.add_argument("--commits", type=int, default=10, help="how many of the last [10]")
    options = parser.parse_args()
    with setting_for(options) as setting:
        subjects = []
        for repository in setting.repositories:
            tree = copy(repository, setting.folder_for(repository))
            base, tip = git("rev-parse", f"HEAD~{options.commits}", "HEAD", folder=tree).split()
            objects = git("rev-list", "--objects", f"{base}..{tip}", folder=tree).splitlines()
            contestants = [
                *setting.ours("commits", f"{base}..{tip}", folder=tree),
                *setting.rivals.read("range", target=tree, base=base, tip=tip),
            ]
            facts = {"commits": str(options.commits), "objects": f"{len(objects):,}"}
            subjects.append(Subject(repository.name, facts, contestants))
        setting.report(subjects)


if __name__ == "__main__":
    main()
