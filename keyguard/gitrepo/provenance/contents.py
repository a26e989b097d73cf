"""What the candidates really hold, under which name: they are read once more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from keyguard.gitrepo.history.compiled_columns import CompiledOidNumbers
from keyguard.gitrepo.history.tasks import DeltaTask, Task, Work
from keyguard.gitrepo.provenance.candidates import Candidates
from keyguard.gitrepo.provenance.compiled_contents import CompiledReader, marks_of
from keyguard.gitrepo.provenance.plain_contents import PlainReader
from keyguard.gitrepo.provenance.recorded import RecordedRefs
from keyguard.gitrepo.provenance.tree_contents import TreeContents
from keyguard.gitrepo.provenance.tree_refs import TreeRefs

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
    task = request.tasks[number]
    if request.marks:
        flags = request.candidates.flags
        compiled = CompiledReader(
            request.work, flags, request.names, partial(_of_interest, request, number)
        )
        if isinstance(task, DeltaTask):
            compiled.read_packed(task, request.marks[task.part])
        else:
            compiled.read_alone(_of_interest(request, number))
        return compiled.contents()
    flagged, striking = _flagged(request, number), _striking(request, number)
    reader = PlainReader(request.work, flagged, striking, request.names)
    if isinstance(task, DeltaTask):
        reader.read_packed(task)
    else:
        reader.read_alone(_of_interest(request, number))
    return reader.contents


def _of_interest(request: ContentsRequest[Result], number: int) -> set[int]:
    """The trees that hold something which their base may not hold."""
    return _striking(request, number).union(_flagged(request, number).numbers())


def _flagged(request: ContentsRequest[Result], number: int) -> TreeRefs:
    return request.candidates.refs[number].flagged(request.candidates.flags)


def _striking(request: ContentsRequest[Result], number: int) -> set[int]:
    return set(request.recorded[number].striking) if request.names else set()
