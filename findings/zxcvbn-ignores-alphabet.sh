#!/usr/bin/env bash
# zxcvbn takes a famous sentence for stronger than 128 random bits, and 32 coin tosses for a strong secret.
#
# Versions: zxcvbn 4.5.0 (PyPI).
# Expected: for long random texts the estimate grows with the alphabet (32 characters: 2^32 for two letters, 2^106 for ten
#   digits, 2^128 for hex, 2^191 for letters and digits), and no sentence of dictionary words beats them.
# Seen (2026-11-29): what matches nothing counts ten guesses a character, whatever the alphabet. The medians for 32 random
#   characters: 2^64 for two letters (true: 2^32), 2^99 for four (true: 2^64), 2^95 for decimal digits, 2^105 for hex,
#   2^106 for letters and digits. All get score 4. "the-quick-brown-fox-jumps-over-the-lazy-dog" gets 2^129,
#   more than any of 200 random 128-bit values.
# Why it matters: a bound such as "at least 2^100 guesses" cannot be laid on this number: it refuses good hex and lets the
#   pangram pass. Random text has to be recognised, and counted by its own alphabet, before zxcvbn is asked.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq zxcvbn==4.5.0

cat > estimate.py <<'END'
import math
import random
import string
from statistics import median

from zxcvbn import zxcvbn

chance = random.Random(17)


def bits(text: str) -> float:
    return math.log2(float(zxcvbn(text)["guesses"]))


alphabets = {
    "2 letters": "01",
    "4 letters": "abcd",
    "10 digits": string.digits,
    "hex": "0123456789abcdef",
    "letters and digits": string.ascii_letters + string.digits,
}
values = {
    name: ["".join(chance.choice(letters) for _ in range(32)) for _ in range(200)]
    for name, letters in alphabets.items()
}
for name, texts in values.items():
    scores = {zxcvbn(text)["score"] for text in texts}
    true = 32 * math.log2(len(alphabets[name]))
    print(f"{name}: true 2^{true:.0f}, median 2^{median(map(bits, texts)):.0f}, scores {sorted(scores)}")
sentence = bits("the-quick-brown-fox-jumps-over-the-lazy-dog")
print(f"the sentence: 2^{sentence:.0f}, above {sum(bits(text) < sentence for text in values['hex'])} of 200 hex values")
END
cat > expected <<'END'
2 letters: true 2^32, median 2^64, scores [4]
4 letters: true 2^64, median 2^99, scores [4]
10 digits: true 2^106, median 2^95, scores [4]
hex: true 2^128, median 2^105, scores [4]
letters and digits: true 2^191, median 2^106, scores [4]
the sentence: 2^129, above 200 of 200 hex values
END
env/bin/python estimate.py | tee seen
diff expected seen >&2 || { echo "Changed: zxcvbn estimates long random texts otherwise now." >&2; exit 1; }
