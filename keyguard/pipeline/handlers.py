"""Finds webhook handlers in the files that are there now, for the rules about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from keyguard.decode import is_wide, view_of
from keyguard.errors import install_command
from keyguard.handlers.case import TooLongError
from keyguard.handlers.languages import GrammarMissingError, extension_of
from keyguard.handlers.mentions import Mentions
from keyguard.model import Blob, Confidence, Detection, Kind, Part, Place, Skip, State
from keyguard.model.patterns import lazy_pattern

PRESENT = frozenset({State.TREE, State.INDEX, State.HEAD, State.STDIN})
"""The states in which a handler is judged: nobody can mend a handler of the past."""
LARGEST = 256 * 1024
"""Bytes up to which a file is read for handlers; a larger one is usually a bundle."""
OUT_OF_SIGHT = Skip("webhook handlers that may be checked by code in other files")
NO_CODE = Skip("files called like code that are none, which may hold webhook handlers")
NOT_INSTALLED = Skip(
    "files that may hold webhook handlers, which the extra `lint` checks; to get it: "
    + install_command("lint")
)
_EXAMPLES = lazy_pattern(
    rb"(?:^|/)(?:examples?|samples?|demos?|tutorials?|docs?|vendor|node_modules)/"
)


def find_handlers(blob: Blob, place: Place, headers: Sequence[str]) -> Iterator[Detection | Skip]:
    """The handlers of a file, and why others were not judged.

    ``headers`` are the names of headers that may hold the secret, as Authorization does.
    """
    path = place.path
    if blob.part is not Part.CONTENT or place.state not in PRESENT or is_wide(blob.data):
        return
    if not extension_of(path) or len(blob.data) > LARGEST or _EXAMPLES.search(path):
        return
    mentions = Mentions.of(blob.data.decode("utf-8", "replace"))
    if mentions.are_foreign(path):
        return
    from keyguard.handlers.find import handlers_in  # most files are others'

    try:
        handlers = list(handlers_in(blob.data, path, mentions, headers))
    except GrammarMissingError:
        yield NOT_INSTALLED
        return
    except TooLongError:
        yield NO_CODE
        return
    view = view_of(blob)
    for handler in handlers:
        if handler.is_ours and handler.unresolved and not handler.checks:
            yield OUT_OF_SIGHT
        yield Detection(
            view=view,
            start=handler.start,
            end=handler.end,
            kind=Kind.HANDLER,
            value=handler.name,
            confidence=Confidence.HIGH,
            handler=handler,
        )
