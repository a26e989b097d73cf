"""The context of a credential, by the path, the text around it, and the files beside it."""

import json

from keyguard.context.place import FileContext
from keyguard.model import Context, Place, State, Surface
from keyguard.settings import Settings
from tests.samples import production_key

KEY = production_key("surface")
HERE = "<key>"

F, M = Surface.FRONTEND, Surface.MOBILE
B, NONE = Surface.BACKEND, Surface.NONE


def package(*names: str) -> str:
    return json.dumps({"dependencies": dict.fromkeys(names, "1")})


def look(
    path: str,
    text: str = HERE,
    neighbours: dict[str, str] | None = None,
    settings: Settings | None = None,
) -> Context:
    def read(place: Place, other: bytes) -> bytes | None:
        content = (neighbours or {}).get(other.decode())
        return None if content is None else content.encode()

    where = Place(path.encode(), State.TREE)
    filled = text.replace(HERE, KEY)
    return FileContext(where, filled, settings or Settings(), read).at(text.index(HERE), "")


FLUTTER = "dependencies:\n  flutter:\n    sdk: flutter\n"
