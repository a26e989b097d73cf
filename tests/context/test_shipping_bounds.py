"""Configurations that are hostile or broken are read in bounded time, and never raise."""

from __future__ import annotations

import json

import pytest

from keyguard.context.place import FileContext
from keyguard.model import Place, State
from keyguard.settings import Settings
from tests.samples import production_key

KEY = production_key("bounds")
HOSTILE = {
    "nested objects": "module.exports={env:" + "{a:" * 8_000,
    "nested lists": "module.exports={env:" + "[" * 16_000,
    "a chain of names": "module.exports={env:a0};"
    + ";".join(f"const a{number}=a{number + 1}" for number in range(3_000)),
    "names of each other": "const a={...b,...a},b={...a,...b};module.exports={env:{...a,...b},k:",
    "plugins in plugins": "x=" + "[new DefinePlugin({a:{" * 2_000,
    "many plugins": "x=[" + "new DefinePlugin({a:1})," * 2_000,
    "members of an environment": "const e=process.env;module.exports={env:{a:[" + "e[x]," * 4_000,
    "quotes": "'\\\"" * 6_000,
    "backticks": "`" * 30_000,
    "comments": "/*" * 30_000,
    "regular expressions": "=/[" * 6_000,
    "returns": "module.exports=()=>{" + "return {env:{k:1}};" * 3_000,
    "alternatives": "module.exports={env:" + "a?b:" * 4_000,
    "calls": "defineConfig(" * 4_000,
    "assignments": "a=b=" * 6_000,
    "imports": "import " * 6_000,
    "functions": "function f(" * 5_000,
    "brackets": "x={" * 8_000 + "}" * 30_000,
    "options": "esbuild --define:a='\\\"" * 3_000,
}
FILES = ("next.config.js", "vite.config.ts", "webpack.config.js", "app.json", "bunfig.toml", "a.sh")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_read(name: str) -> None:
    text = f"{HOSTILE[name]}'{KEY}'"
    packages = dict.fromkeys(("next", "vite", "webpack", "expo"), "1")
    manifest = json.dumps({"dependencies": packages, "scripts": {"build": text[:4_000]}})
    files = dict.fromkeys(FILES, text) | {"package.json": manifest}

    def read(place: Place, path: bytes) -> bytes | None:
        found = files.get(path.decode())
        return None if found is None else found.encode()

    def surface(path: str, text: str) -> str:
        place = Place(path.encode(), State.TREE)
        context = FileContext(place, text, Settings(), read).at(text.index(KEY), "")
        return context.surface.value

    assert {surface(path, text) for path in FILES} <= {"none", "frontend", "mobile"}
    assert surface(".env", f"GATEWAY_KEY={KEY}") == "none"
