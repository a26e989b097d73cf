"""The environment and the context of a credential, by the path and the text around it."""

from keyguard.context.environment.classify import environment_of
from keyguard.context.place import FileContext
from keyguard.model import Context, Environment, Place, State
from keyguard.settings import Settings
from tests.samples import production_key

KEY = production_key("environment")
HERE = "<key>"
"""Where a table's text has the credential."""

P, S = Environment.PRODUCTION, Environment.STAGING
D, T, NONE = Environment.DEVELOPMENT, Environment.TEST, Environment.NONE


def classify(path: str, text: str = HERE) -> Environment:
    return environment_of(path, text.replace(HERE, KEY), text.index(HERE))


def context(path: bytes, name: str = "", settings: Settings | None = None) -> Context:
    where = Place(path, State.TREE)
    return FileContext(where, KEY, settings or Settings(), lambda place, path: None).at(0, name)
