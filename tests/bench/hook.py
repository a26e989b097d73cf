"""Times a commit hook over one small staged file, which is mostly the start, against others.

python tests/bench/hook.py [REPOSITORY ...] [--runs 5] [--gitleaks PATH ...]
"""

from __future__ import annotations

import sys

from _measure import Contestant, Subject
from _repositories import copy, git
from _setting import parser_for, setting_for

FILE = "staged_for_measurement.py"
CONTENT = "import os\n\nKEY = os.environ['GATEWAY_KEY']\n"


def main() -> None:
    """One row a repository; the start of Python itself for comparison."""
    with setting_for(parser_for(__doc__).parse_args()) as setting:
        subjects = []
        for repository in setting.repositories:
            tree = copy(repository, setting.folder_for(repository))
            (tree / FILE).write_text(CONTENT, "utf-8")
            git("add", FILE, folder=tree)
            contestants = [
                *setting.ours("staged", folder=tree),
                Contestant("python -c pass", [sys.executable, "-c", "pass"]),
                *setting.rivals.read("hook", folder=tree, target=tree, file=FILE),
            ]
            subjects.append(Subject(repository.name, {"staged": "1 file"}, contestants))
        setting.report(subjects)


if __name__ == "__main__":
    main()
