"""Times the reading of whole histories against other scanners, and against git's own reading.

    python tests/bench/history.py [REPOSITORY ...] [--incomplete] [--runs 5] [--gitleaks PATH ...]

Without a repository a made-up one is read. Some lack objects, or hold archives that are damaged:
keyguard says so with exit code 2, which is taken for a failure unless they are ``--incomplete``.
"""

from __future__ import annotations

from _measure import Subject
from _peers import git_cat_file
from _repositories import git_dir, sizes
from _setting import parser_for, setting_for


def main() -> None:
    """One row a repository."""
    parser = parser_for(__doc__)
    parser.add_argument("--incomplete", action="store_true", help="exit code 2 is fine")
    options = parser.parse_args()
    with setting_for(options) as setting:
        subjects = []
        for repository in setting.repositories:
            directory = git_dir(repository)
            contestants = [
                *setting.ours("history", repository, incomplete=options.incomplete),
                git_cat_file(directory),
                *setting.rivals.read("history", target=directory),
            ]
            subjects.append(Subject(repository.name, sizes(repository).facts, contestants))
        setting.report(subjects)


if __name__ == "__main__":
    main()
