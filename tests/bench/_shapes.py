"""Files full of candidates: keys and what begins like one, in the shapes that files have."""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Callable
from typing import NamedTuple

from _measure import ROOT

sys.path.insert(0, str(ROOT))

from tests.samples import body, production_key, webhook_secret


class Shape(NamedTuple):
    """The name of a file, and its text for so many candidates."""

    file: str
    text: Callable[[int], str]


def _each(line: str) -> Callable[[int], str]:
    """A line for each candidate. ``%i`` is its number, ``%k`` a key, ``%w`` a webhook secret."""

    def text(count: int) -> str:
        return "".join(
            line.replace("%i", str(number))
            .replace("%k", production_key(number))
            .replace("%w", webhook_secret(number))
            for number in range(count)
        )

    return text


def _ids(count: int) -> str:
    return "".join(f"{i},sk_{body(i, 30, '0123456789abcdef')}\n" for i in range(count))


def _json(count: int) -> str:
    tenants = [{"env": "staging", "api_key": production_key(i)} for i in range(count)]
    return json.dumps({"tenants": tenants}, indent=1)


def _source_map(count: int) -> str:
    return json.dumps({"version": 3, "sourcesContent": [_each("const k%i = '%k';\n")(count)]})


def _pieces(count: int) -> str:
    bodies = (body(i) for i in range(count))
    return "".join(f'const k = "pk_" + "{each[:16]}" + "{each[16:]}";\n' for each in bodies)


def _encoded(times: int) -> Callable[[int], str]:
    def digits(number: int) -> str:
        data = production_key(number).encode()
        for _ in range(times):
            data = base64.b64encode(data)
        return data.decode()

    return lambda count: "".join(f"k{i}: {digits(i)}\n" for i in range(count))


def _escaped(count: int) -> str:
    keys = ("".join(f"\\x{ord(each):02x}" for each in production_key(i)) for i in range(count))
    return "".join(f'k="{key}"\n' for key in keys)


def _nested(count: int) -> str:
    opened = "".join(f"<a{i}>" for i in range(count))
    closed = (f"<k>{production_key(i)}</k></a{i}>" for i in reversed(range(count)))
    return opened + "".join(closed)


SHAPES = {
    "keys in a dump": Shape("dump.sql", _each("%i\tt%i\t%k\n")),
    "ids like keys": Shape("ids.csv", _ids),
    "pk_ and nothing else": Shape("rep.txt", lambda count: "pk_" * 12 * count),
    "env file": Shape(".env", _each("CONNEXEASE_KEY_%i=%k\n")),
    "env file with APP_ENV": Shape("prod.env", _each("APP_ENV=production\nKEY_%i=%k\n")),
    "webhook secrets": Shape(".env.staging", _each("WEBHOOK_SECRET_%i=%w\n")),
    "INI": Shape("c.ini", _each("[production.%i]\napi_key=%k\n")),
    "TOML": Shape("c.toml", _each('[env.staging%i]\napi_key = "%k"\n')),
    "YAML": Shape("c.yml", _each("t%i:\n  env: production\n  api_key: %k\n")),
    "JSON": Shape("c.json", _json),
    "brackets that never close": Shape("b.json", _each('{"a%i": ["%k"], "b": {\n')),
    "Terraform": Shape("m.tf", _each('resource "x" "p%i" {\n  value = "%k"\n}\n')),
    "properties": Shape("application.properties", _each("connexease.t%i.api.key=%k\n")),
    "minified": Shape("app.min.js", _each('a%i="%k",')),
    "source map": Shape("app.js.map", _source_map),
    "functions": Shape("w.ts", _each("export function f%i() {\n  return '%k';\n}\n")),
    "page": Shape("p.html", _each("<script>var k%i='%k'</script>\n")),
    "in pieces": Shape("p.js", _pieces),
    "base64": Shape("b.yml", _encoded(1)),
    "base64 twice": Shape("b2.yml", _encoded(2)),
    "escapes": Shape("e.js", _escaped),
    "entities": Shape("e.xml", _each("<k>&#112;&#107;_%i%k</k>\n")),
    "nested elements": Shape("x.xml", _nested),
    "beside a vendor's name": Shape("v.py", _each('KEYS["t%i"] = "%k"  # replaces svix\n')),
    "one key": Shape("same.txt", lambda count: f"a={production_key()}\n" * count),
}
