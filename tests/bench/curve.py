"""Shows what the cost of a history grows with: the size of its pack, not the sum of its blobs.

    python tests/bench/curve.py [--runs 5] [--keep FOLDER] [--kingfisher PATH ...]

The first repositories have the same sum of blobs, as ever more versions of ever fewer files, so
their packs shrink. The others have ever more versions of the same files.
"""

from __future__ import annotations

from _measure import Subject, keyguard
from _peers import git_cat_file
from _repositories import Recipe, make, sizes
from _setting import Setting, parser_for, setting_for

BLOBS = 16_384
VERSIONS = (1, 4, 16, 64, 256)
FILES = 64
"""Of the second series: its last repository is that of the first."""


def main() -> None:
    """One row a repository, by versions of each file."""
    with setting_for(parser_for(__doc__, repositories=False).parse_args()) as setting:
        same_sum = [
            subject(setting, f"{BLOBS // versions:,} files, {versions} versions each",
                    BLOBS // versions, versions)
            for versions in VERSIONS
        ]  # fmt: skip
        growing = [
            subject(setting, f"{FILES} files, {versions} versions each", FILES, versions)
            for versions in VERSIONS
        ]
        setting.report([*same_sum, *growing])


def subject(setting: Setting, name: str, files: int, versions: int) -> Subject:
    """A history in which every commit changes every file."""
    recipe = Recipe(files=files, commits=versions, changed=files)
    repository = make(setting.kept / f"{files}-files-{versions}-versions.git", recipe)
    contestants = [
        keyguard("history", repository),
        git_cat_file(repository),
        *setting.rivals.read("history", target=repository),
    ]
    return Subject(name, sizes(repository).facts, contestants)


if __name__ == "__main__":
    main()
