"""The handlers of a file that may be the Gateway's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from keyguard.handlers.case import TooLongError
from keyguard.handlers.events import Rows
from keyguard.handlers.frameworks import Candidate, candidates
from keyguard.handlers.header_names import HeaderNames
from keyguard.handlers.languages import extension_of, language_of
from keyguard.handlers.lower import FileReader
from keyguard.handlers.mentions import Mentions
from keyguard.handlers.module import Module
from keyguard.handlers.ownership import Ownership
from keyguard.handlers.parsing import parsed
from keyguard.model.handler import Act, Handler


def handlers_in(
    data: bytes, path: bytes, mentions: Mentions, headers: Sequence[str]
) -> Iterator[Handler]:
    """What may be the Gateway's handlers in a file; none where it can't be read as code.
    ``headers`` may hold the secret, as Authorization does.

    Raises ``GrammarMissingError`` where the extra ``lint`` is not installed, and ``TooLongError``
    where what is no code would be read for ever.
    """
    extension = extension_of(path)
    if not extension:
        return
    language = language_of(extension)
    tree = parsed(data, extension)
    root = FileReader(language, data).file(tree.root_node)
    module = Module(root, data, HeaderNames(headers))
    found = candidates(module, language)
    if not found:
        return
    ownership = Ownership(module, path.decode("utf-8", "replace"), found, mentions)
    for each in found:
        if ownership.is_foreign(each):
            continue
        is_ours = ownership.is_ours(each)
        try:
            rows = Rows(each, module, language)
        except (TooLongError, RecursionError):
            continue
        about = is_ours or ownership.about_webhooks(each)
        if not is_ours and not (about and rows.right.first(Act.CHECKS)):
            continue
        yield Handler(
            name=_name(each),
            language=language.name,
            start=module.character(each.function.start),
            end=module.character(each.function.start + len(_first_line(module, each))),
            is_ours=is_ours,
            about_webhooks=about,
            unresolved=rows.unresolved,
            unset_reads=language.unset_reads,
            right=rows.right,
            wrong=rows.wrong,
            unset=rows.unset,
            guessed=rows.guessed,
        )


def _name(handler: Candidate) -> str:
    return (
        " ".join(filter(None, (handler.method, handler.route, handler.function.name))) or "handler"
    )


def _first_line(module: Module, handler: Candidate) -> bytes:
    return module.text(handler.function).partition("\n")[0].rstrip().encode()
