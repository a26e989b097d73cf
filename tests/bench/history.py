"""Times the reading of whole histories against other scanners, and against git's own reading.

    python tests/bench/history.py [REPOSITORY ...] [--runs 5] [--gitleaks PATH ...]

Without a repository a made-up one is read.
"""

from __future__ import annotations

from _measure import Subject, keyguard
from _peers import git_cat_file
from _repositories import git_dir, sizes
from _setting import parser_for, setting_for


def main() -> None:
    """One row a repository."""
    with setting_for(parser_for(__doc__).parse_args()) as setting:
        subjects = []
        for repository in setting.repositories:
            directory = git_dir(repository)
            contestants = [
                keyguard("history", repository),
                git_cat_file(directory),
                *setting.rivals.read("history", target=directory),
            ]
            subjects.append(Subject(repository.name, sizes(repository).facts, contestants))
        setting.report(subjects)


if __name__ == "__main__":
    main()
