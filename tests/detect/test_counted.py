"""Webhook secrets in serialized data: each format has the length of a string in front of it, which
is no part of the value, nor is what follows."""

from __future__ import annotations

import pytest

from keyguard.detect.detector import Detector
from keyguard.model import ANY_TOPIC, Blob, View
from keyguard.settings import KeyFormat
from tests.samples import webhook_secret

SECRET = webhook_secret("counted")
COUNT = chr(len(SECRET))
DETECTOR = Detector.for_format(KeyFormat())
NAME = "webhook_secret"

FOUND = {
    "BSON": f"\0\x02{NAME}\0{chr(len(SECRET) + 1)}\0\0\0{{secret}}\0\x02x\0",
    "pickle, protocol 0": f"(dp0\nV{NAME}\np1\nV{{secret}}\np2\nsVname\n",
    "pickle, protocol 1": f"}}q\0(X\x0e\0\0\0{NAME}q\x01X{COUNT}\0\0\0{{secret}}q\x02X\x01",
    "pickle, protocol 4": f"\x80\x04\x8c\x0e{NAME}\x94\x8c{COUNT}{{secret}}\x94\x8c\x04name",
    "marshal": f"\xfb\xda\x0e{NAME}\xfa{COUNT}{{secret}}\xda\x04name",
    "marshal of Python 2": f"\0s\x0e\0\0\0{NAME}s{COUNT}\0\0\0{{secret}}i\x01\0\0\0",
    "CBOR": f"\xa2n{NAME}x{COUNT}{{secret}}dname",
    "MessagePack": f"\x82\xae{NAME}\xd9{COUNT}{{secret}}\xa4name",
    "a constant of Java": f"\x01\0\x0e{NAME}\x01\0\x12Ljava/lang/String;\x01\0\rConstantValue"
    f"\x08\0\x15\x01\0{COUNT}{{secret}}\x01\0\x04Code",
    "an object of Java": f"t\0\x0e{NAME}t\0{COUNT}{{secret}}t\0\x01z",
    "V8": f'\xff\x0fo"\x0e{NAME}"{COUNT}{{secret}}"\x01z',
    "Ruby": f'\x04\x08I"\x13{NAME}\x06;\0TI"{chr(len(SECRET) + 5)}{{secret}}\x06;\0T',
    "Erlang": f"\x83m\0\0\0\x0e{NAME}m\0\0\0{COUNT}{{secret}}m\0",
    "protocol buffers": f"\x0a\x41\x0a\x0e{NAME}\x12{COUNT}{{secret}}\x1a\x04name",
    "a structure of protocol buffers": f"\x0a\x0e{NAME}\x122\x1a{COUNT}{{secret}}\x0a",
    "Avro": f"\x06\x1c{NAME}{chr(2 * len(SECRET))}{{secret}}\x08name",
    "Thrift": f"\x18\x0e{NAME}{COUNT}{{secret}}\x04name",
}
LINE = "WEBHOOK_SECRET={secret}"
OF_LINE = chr(len("WEBHOOK_SECRET=") + len(SECRET))
OF_TEXT = chr(len("Doc, WEBHOOK_SECRET=, end.") + len(SECRET))
ENDS = {
    "marshal": f"\xe9\0z{OF_LINE}{LINE}N)\x02",
    "marshal of Python 2": f"\0\0s{OF_LINE}\0\0\0{LINE}i",
    "CBOR": f"\xa1x{OF_LINE}{LINE}dname",
    "a text of several lines": f"\0s{OF_TEXT}\0\0\0Doc\n\n{LINE}\n end.i\xff",
    "no length": f"\0PATH=/bin\0CONNEXEASE_{LINE}\0HOME=/\0",
    "quoted": '\0\x1b\0const webhookSecret="{secret}";console.log(x)\0',
}
SILENT = [
    f"\x01\0\x0e{NAME}\x01\0\x12Ljava/lang/String;\x01\0\x04Code",
    f"test_{NAME}_headers.Header0builtins.tuple2typing.Sequence6typing.Reversible6typing.Collection"
    "2typing.Iterable0typing.Container\x05other\0",
    f"\0{NAME}v{{secret}}\0",  # columns of a record adjoin, and so do names
    f"\0{NAME}x{COUNT}is required, or else the call is refused by us\0",
    f"\x02\0{NAME}\0{COUNT}\0\0\0is-required-or-else-the-call-will-be-refused-all\0",
    f"\xda\x12get_{NAME}\xfa{COUNT}{{secret}}N",
    f"\xda\x13{NAME}_name\xfa{COUNT}{{secret}}N",
    '\0{"webhook_secret": null, "x": 1}\0',
]


def found(template: str) -> list[str]:
    text = template.replace("{secret}", SECRET)
    blob = Blob("id", text.encode("latin-1"))
    view = View(blob, text, binary=True, adjoining=True, topics=ANY_TOPIC)
    return [each.value for each in DETECTOR.detect(view)]


@pytest.mark.parametrize("name", FOUND)
def test_the_value_behind_a_name_is_as_long_as_its_number_says(name: str) -> None:
    assert found(FOUND[name]) == [SECRET]


@pytest.mark.parametrize("name", ENDS)
def test_a_value_ends_with_the_string_that_it_is_in(name: str) -> None:
    assert found(ENDS[name]) == [SECRET]


@pytest.mark.parametrize("template", SILENT)
def test_names_and_words_are_no_secrets(template: str) -> None:
    assert found(template) == []


def test_the_parts_of_a_large_program_that_name_secrets_are_read_where_they_are() -> None:
    template = "\0" * 50_000 + f"\x82\xae{NAME}\xd9{COUNT}{{secret}}\xa4name" + "\xff" * 50_000
    text = template.replace("{secret}", SECRET)
    view = View(Blob("id", text.encode("latin-1")), text, binary=True, adjoining=True)
    (detection,) = DETECTOR.detect(view)
    assert text[detection.start : detection.end] == SECRET
