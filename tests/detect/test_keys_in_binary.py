"""Keys in binary content: what touches them is no part of them, and other words are no keys."""

from __future__ import annotations

import pytest

from keyguard.detect.detector import Detector
from keyguard.model import Blob, View
from keyguard.settings import KeyFormat
from tests.samples import body, production_key, staging_key

KEY = production_key("in binary")
STAGING = staging_key("in binary")
HEX = body("hex in binary", 32, "0123456789abcdef")
DETECTOR = Detector.for_format(KeyFormat())

FOUND = [
    "\0_\x10#{key}more",  # a property list, with the count of characters
    "\0_\x10#{key}_more",
    "\0_\x10#{key}\0",
    "\0_\x10x{key}more",
    "\x02notFoundretry{key}utf-8 strings of Go, end to end",
    "\0 sha256base64{key}x509: unknown",
    "F{key}\x10",  # Avro, and the blob of a constant of .NET: twice the count
    "x*Bearer {key}eother",  # CBOR
    "\xd9,api_key={key}\xa4name",  # MessagePack
    "z#{key}N)\x02r\x01",  # compiled Python
    "{key}{staging}",
    "\0the key '{key}'s owner\0",
    # constants of compiled code, of 32 bytes each: the key's first and last, in any order
    "\0{key32}\0{key_last32}\0",
    "\0{key_last32}{key32}memcmp\0",
    "\0{key_last32}\0\0{other32}{key32}\1\x1b\3;",
    "\0{key32}{key_last32}\0",
]
SILENT = [
    # Itanium C++ ABI, and Rust's symbols of either kind: identifiers behind their length
    "\0_ZN4node10task_queueL13RunMicrotasksERKN2v820FunctionCallbackInfoINS\0",
    "\0_ZZN4node10task_queueL16EnqueueMicrotaskERKN2v820FunctionCallbackInfoI\0",
    "\0NSt13__future_base11_Task_stateISt8functionIFSt4pairISt10unique_ptrI12cooked\0",
    "\0_RNvNtNtB8_5query13on_disk_cache12CacheEncoderE6encodeCsSR1oCmx5b7_16rustc\0",
    # words of string tables
    "\0list_task_definitionsz3EC2ContainerServiceConnection.list\0",
    "tfstate-prev%s (%s)task_resultstemplatefilebase64decodebase64encodebase64sha256",
    "enableCDNall_portsdisk_nameTERMINATEbandwidthDEDICATEDaddressesGCE_VM_IP",
    "image.networkdata_disk_typeinstanceOwnersbootDiskSizeGbdataDiskSizeGbdisk",
    # keys of other vendors, which are longer or have a prefix of their own
    '\0"gsk_{body52}"\0',
    "\0testsk_{hex}\0",
    "\0sk_{hex}{hex16}\0",
    "foundsk_{hex}{hex16}retry",
    "\0pk_{hex}{hex}\0",
    "const key = 'my{key}';\0",
    "\0pk_live_{hex}\0",
    # no keys at all
    "\0pk_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxN\0",
    "\0pk_{body31}\0",
    # a constant of compiled code without the other, or with one of another text
    "\0{key32}\0",
    "\0{key32}\0{key32}\0",
    "\0{key32}\0{key_last32_less_1}\0",
    "\0{key32}\0{other32}\0",
    "\0{key32}\0{far}{key_last32}\0",
]


def filled(template: str) -> str:
    values = {
        "key": KEY,
        "staging": STAGING,
        "hex": HEX,
        "hex16": HEX[:16],
        "body31": body("short in binary", 31),
        "body52": body("long in binary", 52),
        "key32": KEY[:32],
        "key_last32": KEY[-32:],
        "key_last32_less_1": KEY[-32:-1],
        "other32": body("another constant", 32),
        "far": "\0" * 1_000,
    }
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", value)
    return template


def found_in(text: str, adjoining: bool) -> list[str]:
    view = View(Blob("id", text.encode()), text, adjoining=adjoining)
    return [each.value for each in DETECTOR.detect(view) if each.kind.is_key]


@pytest.mark.parametrize("template", FOUND)
def test_a_key_has_the_documented_length_whatever_touches_it(template: str) -> None:
    expected = [KEY, STAGING] if "staging" in template else [KEY]
    assert found_in(filled(template), adjoining=True) == expected


@pytest.mark.parametrize("template", SILENT)
def test_symbols_words_and_other_keys_are_none(template: str) -> None:
    assert found_in(filled(template), adjoining=True) == []


@pytest.mark.parametrize("template", ["#{key}more", "x{key}", "{key}_more"])
def test_text_has_boundaries(template: str) -> None:
    assert found_in(filled(template), adjoining=False) == []
