"""A key as it is committed, and the one finding that it makes."""

from __future__ import annotations

from typing import Any

from tests.samples import production_key

KEY = production_key()
CODE = f'key = "{KEY}"\n'


def only(result: Any) -> Any:
    (finding,) = result.json["findings"]
    return finding
