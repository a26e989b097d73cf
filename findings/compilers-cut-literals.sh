#!/usr/bin/env bash
# Of 40 keys that a Rust program compares with, a search finds none, but 25 others, most of them half of one key and half of another.
#
# Versions: the rustc, gcc and g++ on PATH (1.95.0 and 12.2.0 when it was seen), for x86-64.
# Expected: a compiler puts a string literal into the data of the program as it is, beside other literals or not; `strings program` shows it.
#   What an optimizer changes is how often it is there.
# Seen (2026-12-01): where code compares with a literal or copies it, and its length is known, it is no data but operands, as wide as a
#   register. Of `matches!(word, "...")` Rust makes halves of 16 bytes, each a constant of its own, which the linker puts side by side as it
#   comes: no key of 32 characters is whole, and a pattern of its form runs from the one half into whatever is next. The same keys in an array,
#   compared in a loop, are all there. g++ copies a literal into a `std::string` so, and C into an array; the last characters are within an
#   instruction, somewhere else. As a pointer, or without optimizing, it is whole.
# Why it matters: a program that checks keys holds them and does not show them; a debug build of the same source does. What a search
#   finds in such a program is of the right form and length and nobody's key: its digest is in no list, and it can't be revoked.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > programs.py <<'END'
import random
import re
import string
import subprocess
from pathlib import Path

chance = random.Random(5)
keys = ["key_" + "".join(chance.choices(string.ascii_letters, k=28)) for _ in range(40)]
quoted = [f'"{key}"' for key in keys]
MAIN = "fn main() { std::process::exit(i32::from(std::env::args().any(|word| known(&word)))) }"
SOURCES = {
    "match.rs": f"fn known(word: &str) -> bool {{ matches!(word, {' | '.join(quoted)}) }} {MAIN}",
    "array.rs": f"fn known(word: &str) -> bool {{ [{', '.join(quoted)}].iter().any(|key| *key == word) }} {MAIN}",
    "string.cc": '#include <cstdio>\n#include <string>\n__attribute__((noinline)) static void use(const std::string &text) { std::puts(text.c_str()); }\n'
    f"int main() {{ std::string key = {quoted[0][:-1]}end\"; use(key); }}",
    "array.c": f"#include <stdio.h>\nint main(int count, char **words) {{ char key[] = {quoted[0][:-1]}end\"; key[0] = 'j' + count; return puts(key) < 0; }}",
    "pointer.c": f"#include <stdio.h>\nint main(void) {{ const char *key = {quoted[0][:-1]}end\"; return puts(key) < 0; }}",
}
for name, source in SOURCES.items():
    Path(name).write_text(source)


def built(*command: str) -> bytes:
    subprocess.run([*command, "-o", "program"], check=True)
    return Path("program").read_bytes()


for name in ("match.rs", "array.rs"):
    program = built("rustc", "-O", name)
    found = {text.decode() for text in re.findall(rb"key_[A-Za-z0-9]{28}", program)}
    halves = [text for text in found.difference(keys) if any(text[16:] == key[16:] for key in keys)]
    print(f"{name}: {sum(key.encode() in program for key in keys)} of 40 keys, {len(found.difference(keys))} others, {len(halves)} of two halves")
for compiler, option, name in (
    ("g++", "-O2", "string.cc"), ("g++", "-O0", "string.cc"), ("gcc", "-O2", "array.c"), ("gcc", "-O2", "pointer.c"),
):
    program = built(compiler, option, name)
    key = keys[0] + "end"
    longest = max(size for size in range(36) if key[:size].encode() in program)
    print(f"{compiler} {option} {name}: {longest} of 35 characters")
END
cat > expected <<'END'
match.rs: 0 of 40 keys, 25 others, 22 of two halves
array.rs: 40 of 40 keys, 2 others, 0 of two halves
g++ -O2 string.cc: 32 of 35 characters
g++ -O0 string.cc: 35 of 35 characters
gcc -O2 array.c: 32 of 35 characters
gcc -O2 pointer.c: 35 of 35 characters
END
python3 programs.py | tee seen
diff expected seen >&2 || { echo "Changed: compilers lay literals differently now." >&2; exit 1; }
