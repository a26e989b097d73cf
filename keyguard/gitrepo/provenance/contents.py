"""What candidate trees really hold, and under which names: they are read once more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import Generic, TypeVar

from keyguard.gitrepo.history.compiled_columns import CompiledOidNumbers
from keyguard.gitrepo.history.tasks import DeltaTask, Task
from keyguard.gitrepo.history.work import Work
from keyguard.gitrepo.provenance.candidates import Candidates
from keyguard.gitrepo.provenance.compiled_contents import CompiledReader, marks_of
from keyguard.gitrepo.provenance.plain_contents import PlainReader
from keyguard.gitrepo.provenance.recorded import RecordedRefs
from keyguard.gitrepo.provenance.tree_contents import TreeContents
from keyguard.gitrepo.provenance.tree_refs import TreeRefs

Result = TypeVar("Result")


class ContentsRequest(Generic[Result]):
    """The request to all processes, each of which reads the trees of some tasks."""

    def __init__(
        self,
        work: Work[Result],
        tasks: Sequence[Task],
        recorded: Sequence[RecordedRefs],
        candidates: Candidates,
        names: Collection[bytes],
    ) -> None:
        """``recorded`` is what the trees of each task recorded; ``names`` are wanted, whatever has
        them."""
        self.work = work
        self.tasks = tasks
        self.recorded = recorded
        self.candidates = candidates
        self.names = names
        self.marks: Sequence[bytes] = ()
        """For the compiled core, what the entries of each part are; empty without it."""
        if work.compiled and isinstance(work.stored, CompiledOidNumbers):
            parts = zip(work.parts, work.forests, strict=True)
            self.marks = [marks_of(part, forest, candidates.flags) for part, forest in parts]


def read_contents(request: ContentsRequest[Result], number: int) -> TreeContents:
    """The contents of the candidate trees among the trees of a task."""
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
