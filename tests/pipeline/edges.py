"""Credentials at the very edge of what each detector looks at, seen from the clue."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from keyguard.detect.gateway.authorization_header import URL_REACH
from keyguard.detect.keys.concatenation import LONGEST_CONTINUATION, LONGEST_JOINED
from keyguard.detect.vendors.evidence import NEARBY_REACH
from keyguard.detect.webhook.calls import ROUTE_REACH
from keyguard.detect.webhook.comparison.header_tokens import TOKEN_REACH
from keyguard.detect.webhook.comparison.operands import OPERAND_REACH
from keyguard.detect.webhook.forms.form import WINDOW
from keyguard.detect.webhook.naming.names import LONGEST_NAME, SECTION_REACH
from keyguard.detect.webhook.values.literal_first import LONGEST_LITERAL
from keyguard.detect.webhook.values.sql_insert import FARTHEST
from tests.samples import body, production_key, webhook_secret

LONG_NAME = "whsecret_".ljust(LONGEST_NAME, "A")
"""The clue is its first five characters: no name goes on for longer behind a clue."""
PIECE = 52
LOWER = "abcdefghijklmnopqrstuvwxyz0123456789"


class Edge(NamedTuple):
    """A text in which a credential is found by its last character or its first.

    ``text(1)`` is the same text with one character more in between: too far.
    """

    title: str
    detector: str
    """As ``keyguard/detect/reach.py`` calls it."""
    text: Callable[[int], str]


def pieces(count: int, length: int) -> str:
    """``" + "`` and a piece, so often that all of it has a length, the last quote included."""
    each, more = divmod(length - 1 - count * (PIECE + len('"+"')), count)
    made = ""
    for number in range(count):
        made += f'"+{" " * (each + (number < more))}"{body(f"piece {number}", PIECE)}'
    return f'{made}"'


def assigned(too_far: int = 0) -> str:
    """What follows a name: a type, and a literal in pieces that ends as far behind it as may be."""
    first = body("first", 12)
    end = f' = "{first}'  # up to the quote, with which the pieces go on
    arguments = "<" + "a" * 39 + ">"
    type_ = ": A" + arguments * 23
    type_ += "<" + "a" * (WINDOW - len(type_) - len(end) - 3) + ">"
    return type_ + end + pieces(7, LONGEST_CONTINUATION + too_far)


def in_section(too_far: int) -> str:
    between = "\n" + "# as before\n" * 48
    key = "secret".rjust(SECTION_REACH - len("{") - len(between) - 1)
    return f"webhook{{{between}{key}{assigned(too_far)}\n"


def in_long_name(too_far: int) -> str:
    return f"{LONG_NAME}{assigned(too_far)}\n"


def in_row(too_far: int) -> str:
    row, last = "(1, NULL),", f"(1, '{webhook_secret('row')}')"
    gap = FARTHEST + too_far - len(") VALUES ") - len(last)
    rows, spaces = divmod(gap, len(row))
    return f"INSERT INTO t (id, {LONG_NAME}) VALUES {row * rows}{' ' * spaces}{last};\n"


def before_name(too_far: int) -> str:
    value, name = body("value first", 512), '"key"    :    "'
    between = '",' + "\n".ljust(60)
    begins = "value    :".ljust(
        LONGEST_LITERAL + too_far - len(value) - len(between) - len(name) - 1
    )
    return f'{begins}"{value}{between}{name}{LONG_NAME}"\n'


def joined(too_far: int) -> str:
    key = production_key("edge")
    parts = [key[:7], *(key[start : start + 4] for start in range(7, 35, 4))]
    assert "".join(parts) == key
    spare = LONGEST_JOINED + too_far - len(key) - 7 * len('"&"') - 1
    broken, spaces = divmod(spare, len("_\r\n"))
    each, more = divmod(broken, 7)
    text = parts[0] + '"' + " " * spaces
    for number, part in enumerate(parts[1:]):
        gap = "_\r\n" * (each + (number < more))
        text += f'{chr(34) * (number > 0)}&{gap}"{part}'
    return f'KEY = "{text}"\n'


def vendor_before(too_far: int) -> str:
    name = "cerebras "
    return f"{name}{'x' * (NEARBY_REACH + too_far - len(name) - 1)} csk_{body('v', 40, LOWER)}\n"


def vendor_after(too_far: int) -> str:
    name = " cerebras"
    return f"csk_{body('v', 40, LOWER)} {'x' * (NEARBY_REACH + too_far - len(name) - 1)}{name}\n"


HOST = "https://api.gateway.connexease.com"


def header_after(too_far: int) -> str:
    gap = "\n" + "x" * (URL_REACH + too_far - len(HOST) - 2) + "\n"
    return f"{HOST}{gap}Authorization: Token {'x' * 30}\n"


def header_before(too_far: int) -> str:
    header = 'Authorization: "Token abc"'
    return f"{header}\n{'x' * (URL_REACH + too_far - len(header) - len(HOST) - 2)}\n{HOST}\n"


def route_after(too_far: int) -> str:
    route = "/webhook"
    gap = "\n" + "x" * (ROUTE_REACH + too_far - len(route) - 2) + "\n"
    return f"Authorization: Bearer {webhook_secret('sent')}{gap}{route}\n"


def route_before(too_far: int) -> str:
    route = "/webhook"
    gap = "\n" + "x" * (ROUTE_REACH + too_far - len(route) - 2) + "\n"
    return f"{route}{gap}Authorization: Bearer {webhook_secret('sent')}\n"


def token_compared(too_far: int) -> str:
    """Up to the last mention of the token; the comparison goes on behind it."""
    compared = f" == '{webhook_secret('token')}'"
    taken = "token = auth.split(' ')[1]"
    gap = TOKEN_REACH + too_far - len("\n\ntoken")
    return f"{taken}\n{'x' * gap}\ntoken{compared}\n"


def compared_in_call(too_far: int) -> str:
    call = "equals("
    gap = OPERAND_REACH + too_far - len("(") - len(", ")
    return f"{call}{'x' * gap}, 'Bearer {webhook_secret('call')}')\n"


SECTION, NAMED, SQL = (
    "webhook secrets in a section", "named webhook secrets", "webhook secrets in SQL",
)  # fmt: skip
KEYS, VENDORS = "Gateway keys", "other vendors' keys"
HEADERS, SENT = "Authorization headers", "sent webhook secrets"
COMPARED = "compared webhook secrets"

EDGES = [
    Edge("a section, a key in it, a type, and a literal in pieces", SECTION, in_section),
    Edge("a long name, a type, and a literal in pieces", NAMED, in_long_name),
    Edge("a long name, and rows of SQL", SQL, in_row),
    Edge("a value in front of a long name", NAMED, before_name),
    Edge("a key in pieces", KEYS, joined),
    Edge("a key of a vendor named in front of it", VENDORS, vendor_before),
    Edge("a key of a vendor named behind it", VENDORS, vendor_after),
    Edge("a header behind its URL", HEADERS, header_after),
    Edge("a header in front of its URL", HEADERS, header_before),
    Edge("a route behind its header", SENT, route_after),
    Edge("a route in front of its header", SENT, route_before),
    Edge("a token that is compared far behind where it is taken", COMPARED, token_compared),
    Edge("a header far behind the bracket of a call", COMPARED, compared_in_call),
]
