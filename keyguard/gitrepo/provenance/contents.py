"""What the candidates really hold, under which name: they are read once more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from keyguard.gitrepo.history.compiled_columns import CompiledOidNumbers
from keyguard.gitrepo.history.tasks import DeltaTask, Task, Work
from keyguard.gitrepo.provenance.candidates import Candidates
from keyguard.gitrepo.provenance.compiled_contents import CompiledReader, marks_of
from keyguard.gitrepo.provenance.plain_contents import PlainReader
from keyguard.gitrepo.provenance.recorded import RecordedRefs
from keyguard.gitrepo.provenance.tree_contents import TreeContents

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class ContentsRequest(Generic[Result]):
    """What is asked of all processes, each of which reads the trees of some tasks."""

    work: Work[Result]
    tasks: Sequence[Task]
    recorded: Sequence[RecordedRefs]
    """What the trees of each task recorded."""
    candidates: Candidates
    names: Collection[bytes]
    """Names that are wanted, whatever has them."""
    marks: Sequence[bytes]
    """For the compiled core, what the entries of each part are; empty without it."""

    @classmethod
    def of(
        cls,
        work: Work[Result],
        tasks: Sequence[Task],
        recorded: Sequence[RecordedRefs],
        candidates: Candidates,
        names: Collection[bytes],
    ) -> ContentsRequest[Result]:
        """The request for what may lead to anything."""
        marks: list[bytes] = []
        if work.compiled and isinstance(work.stored, CompiledOidNumbers):
            parts = zip(work.parts, work.forests, strict=True)
            marks = [marks_of(part, forest, candidates.flags) for part, forest in parts]
        return cls(work, tasks, recorded, candidates, names, marks)


def read_contents(request: ContentsRequest[Result], number: int) -> TreeContents:
    """What the candidates among the trees of a task hold."""
    task, work, names = request.tasks[number], request.work, request.names
    flags = request.candidates.flags
    flagged = request.candidates.refs[number].flagged(flags)
    striking = set(request.recorded[number].striking) if names else set()
    of_interest = striking.union(flagged.numbers())
    if request.marks:
        compiled = CompiledReader(work, flags, names, of_interest)
        if isinstance(task, DeltaTask):
            compiled.read_packed(task, request.marks[task.part])
        else:
            compiled.read_alone(of_interest)
        return compiled.contents()
    reader = PlainReader(work, flagged, striking, names)
    if isinstance(task, DeltaTask):
        reader.read_packed(task)
    else:
        reader.read_alone(of_interest)
    return reader.contents
