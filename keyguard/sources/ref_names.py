"""Names of branches, tags and other refs as content: they are in every clone."""

from __future__ import annotations

import os
from collections.abc import Iterator

from keyguard.gitrepo.command.leading_refs import named_refs
from keyguard.gitrepo.repository import Repository
from keyguard.model import Blob, Part, Place, State
from keyguard.model.refs import REF_NAME, short
from keyguard.sources.path_names import may_hold_credential


def ref_name_blobs(repository: Repository) -> Iterator[Blob]:
    """Each name that is long enough to matter, with all refs that are called so."""
    called: dict[str, list[str]] = {}
    for ref in named_refs(repository):
        called.setdefault(short(ref.name), []).append(ref.name)
    for name, refs in called.items():
        data = os.fsencode(name)
        if may_hold_credential(data):
            place = Place(REF_NAME, State.MESSAGE, refs=tuple(refs))
            yield Blob(f"name of a ref {name}", data, (place,), Part.NAME)
