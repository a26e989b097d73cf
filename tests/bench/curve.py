"""Shows what the cost of a history grows with: the size of its pack, not the sum of its blobs.

    python tests/bench/curve.py [--runs 5] [--keep FOLDER] [--kingfisher PATH ...]

The first repositories have the same sum of blobs, as ever more versions of ever fewer files, so
their packs shrink. The others have ever more versions of the same few files.
"""

from __future__ import annotations

from _measure import Subject
from _peers import git_cat_file
from _repositories import Recipe, make, sizes
from _setting import Setting, parser_for, setting_for

VERSIONS = (1, 4, 16, 64, 256)


def main() -> None:
    """One row a repository, by versions of each file."""
    parser = parser_for(__doc__, repositories=False)
    parser.add_argument(
        "--blobs", type=int, default=16_384, help="of each of the first repositories [16384]"
    )
    options = parser.parse_args()
    with setting_for(options) as setting:
        shrinking = [(options.blobs // versions, versions) for versions in VERSIONS]
        fewest = shrinking[-1][0]
        growing = [(fewest, versions) for versions in VERSIONS[:-1]]
        setting.report([subject(setting, *shape) for shape in (*shrinking, *growing)])


def subject(setting: Setting, files: int, versions: int) -> Subject:
    """A history in which every commit changes every file."""
    recipe = Recipe(files=files, commits=versions, changed=files)
    repository = make(setting.kept / f"{files}-files-{versions}-versions.git", recipe)
    contestants = [
        *setting.ours("history", repository),
        git_cat_file(repository),
        *setting.rivals.read("history", target=repository),
    ]
    name = f"{files:,} files, {versions} versions each"
    return Subject(name, sizes(repository).facts, contestants)


if __name__ == "__main__":
    main()
