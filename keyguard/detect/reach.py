"""How far around its clue each detector looks: windows are cut so that no credential is missed.

A detector states what it looks at as named constants beside its expressions. Here they are added up
to the distance between the end of a clue and the last character that decides whether there is a
credential. Questions about confidence, or about a secret's strength, are asked again of a larger
part of the text (``decode/text_windows.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, reduce

from keyguard.detect.gateway.authorization_header import HEADER_REACH
from keyguard.detect.gateway.host_call import HOST_CALL_REACH
from keyguard.detect.keys import gateway_key
from keyguard.detect.keys.concatenation import LONGEST_CONTINUATION
from keyguard.detect.keys.gateway_key import VARIABLE_REACH
from keyguard.detect.vendors.evidence import NEARBY_REACH
from keyguard.detect.webhook.calls import CALL_REACH, CLIENT_REACH
from keyguard.detect.webhook.comparison.compared import COMPARED_REACH
from keyguard.detect.webhook.forms.form import BEFORE, WINDOW
from keyguard.detect.webhook.naming.names import NAME_REACH, SECTION_KEY_REACH
from keyguard.detect.webhook.values.literal_first import LONGEST_LITERAL
from keyguard.detect.webhook.values.signing_keys import LONGEST_CALL, NEAR
from keyguard.detect.webhook.values.sql_insert import COLUMNS_REACH, FARTHEST
from keyguard.detect.webhook.values.sql_rows import ROW_LENGTH, ROW_REACH
from keyguard.prefilter.windows import ClueReach
from keyguard.settings import KeyFormat

LONGEST_VENDOR_KEY = 260
"""Characters of the longest form in ``keyguard/vendors``, with its prefix: Stripe's."""


def _with_value(name: ClueReach) -> ClueReach:
    """The reach of a name and of the value in front of it or behind it.

    The quote that ends the first piece of a value counts for that piece and for the next.
    """
    return ClueReach(
        before=name.before + LONGEST_LITERAL + BEFORE,
        after=name.after + WINDOW - 1 + LONGEST_CONTINUATION,
    )


def _with_row(name: ClueReach) -> ClueReach:
    """The reach of a column's name and of the rows that are inserted, and of a name in a row."""
    return ClueReach(
        before=name.before + max(COLUMNS_REACH, ROW_REACH),
        after=name.after + max(FARTHEST, ROW_LENGTH),
    )


def reaches(key_format: KeyFormat) -> Mapping[str, ClueReach]:
    """The reach of each detector, by what it looks for."""
    return {
        "Gateway keys": gateway_key.reach(key_format),
        "variables of Gateway keys": VARIABLE_REACH,
        "other vendors' keys": ClueReach(
            before=NEARBY_REACH + LONGEST_VENDOR_KEY, after=LONGEST_VENDOR_KEY + NEARBY_REACH
        ),
        "calls of the Gateway": HOST_CALL_REACH,
        "Authorization headers": HEADER_REACH,
        "named webhook secrets": _with_value(NAME_REACH),
        "webhook secrets in a section": _with_value(SECTION_KEY_REACH),
        "webhook secrets in SQL": _with_row(NAME_REACH),
        "compared webhook secrets": COMPARED_REACH,
        "webhook secrets that sign": ClueReach(before=NEAR, after=NEAR + LONGEST_CALL),
        "sent webhook secrets": CALL_REACH,
        "webhook secrets that API clients send": CLIENT_REACH,
    }


@lru_cache(maxsize=4)
def reach_of(key_format: KeyFormat) -> ClueReach:
    """A reach that is enough for all detectors."""
    return reduce(ClueReach.__or__, reaches(key_format).values())
