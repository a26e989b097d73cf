"""What a range brings, and who brought it, in graphs of commits drawn at random.

Compared with what follows from the graph alone: merges of any parents, clocks that run backwards,
branches that were merged into each other.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest

from tests.samples import production_key
from tests.tools import Repository, scan_json

KEYS = [production_key(f"any graph {number}") for number in range(2)]
PATHS = ("a.py", "b.py")
Pair = tuple[str, str]
"""A key, by what of it is shown, and a path."""


@dataclass
class Graph:
    """Commits by number: their parents, and what each has at the two paths."""

    parents: list[list[int]] = field(default_factory=list)
    files: list[dict[str, str]] = field(default_factory=list)

    def ancestors(self, commit: int) -> set[int]:
        """The commit and all before it."""
        return {commit}.union(*map(self.ancestors, self.parents[commit]))

    def pairs(self, commit: int, paths: tuple[str, ...] = PATHS) -> set[Pair]:
        """What is found in some files of a commit."""
        text = self.files[commit]
        return {(key[:7], path) for key in KEYS for path in paths if key in text[path]}

    def brought(self, base: int, tip: int) -> set[Pair]:
        """What commits of a range changed, or its end has otherwise than the base, and the base
        has not."""
        before, after = self.ancestors(base), self.ancestors(tip)
        forks = self.newest(before & after)
        start = forks.pop() if len(forks) == 1 else base
        found = self.pairs(tip, self.changed(tip, [start]))
        for commit in after - before:
            found |= self.pairs(commit, self.changed(commit, self.parents[commit]))
        return found - self.pairs(start)

    def changed(self, commit: int, others: list[int]) -> tuple[str, ...]:
        """The paths at which a commit is like none of the others."""
        files = self.files
        return tuple(
            path
            for path in PATHS
            if all(files[commit][path] != files[other][path] for other in others)
        )

    def newest(self, commits: set[int]) -> set[int]:
        """Those that no other one comes after."""
        return {one for one in commits if not any(self.before(one, other) for other in commits)}

    def first(self, pair: Pair) -> set[int]:
        """The commits that have a pair and come after no other one that has it."""
        having = {each for each in range(len(self.files)) if pair in self.pairs(each)}
        return {one for one in having if not any(self.before(other, one) for other in having)}

    def before(self, one: int, other: int) -> bool:
        """Whether one commit is an ancestor of another."""
        return one != other and one in self.ancestors(other)


def drawn(chance: random.Random) -> Graph:
    graph = Graph()
    for number in range(chance.randrange(6, 12)):
        near = range(max(0, number - 4), number)
        parents = chance.sample(near, min(number, chance.choice([1, 2, 2])))
        files = dict.fromkeys(PATHS, "n = 0\n")
        for path in PATHS:
            if parents:
                files[path] = graph.files[chance.choice(parents)][path]
            if chance.random() < 0.4:
                lines = [f"gateway_key = '{key}'" for key in KEYS if chance.random() < 0.4]
                files[path] = "\n".join([*lines, f"n = {chance.randrange(3)}\n"])
        graph.parents.append(parents)
        graph.files.append(files)
    return graph


def write(repository: Repository, graph: Graph, chance: random.Random) -> None:
    """Each commit is the branch ``c`` and its number, and its author's name is the number."""
    stream, second = [], 1_700_000_000
    for number, parents in enumerate(graph.parents):
        second += chance.choice([0, 1, 3600, -3600])
        who = f"{number} <ada@example.org> {second} +0000"
        stream += [f"commit refs/heads/c{number}", f"mark :{number + 1}", f"author {who}"]
        stream += [f"committer {who}", "data 1", "m"]
        stream += [
            f"{'merge' if at else 'from'} :{parent + 1}" for at, parent in enumerate(parents)
        ]
        stream.append("deleteall")
        for path, text in graph.files[number].items():
            stream += [f"M 100644 inline {path}", f"data {len(text)}", text]
    repository.git("fast-import", "--quiet", stdin="\n".join([*stream, ""]).encode())


@pytest.mark.parametrize("seed", [*range(20), 48])
def test_any_graph(repository: Repository, seed: int) -> None:
    chance = random.Random(seed)
    graph = drawn(chance)
    write(repository, graph, chance)
    base, tip = chance.sample(range(len(graph.files)), 2)
    found = scan_json("commits", f"c{base}..c{tip}", cwd=repository.path).json["findings"]
    new = [finding for finding in found if not finding["suppressed"]]
    assert set(map(pair_of, new)) == graph.brought(base, tip)
    history = scan_json("history", cwd=repository.path).json["findings"]
    everything = set().union(*map(graph.pairs, range(len(graph.files))))
    assert set(map(pair_of, history)) == everything
    for finding in history:
        assert int(finding["author"].split(" ")[0]) in graph.first(pair_of(finding))


def pair_of(finding: dict[str, dict[str, str]]) -> Pair:
    return finding["credential"]["redacted"][:7], str(finding["path"])
