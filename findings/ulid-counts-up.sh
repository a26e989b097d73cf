#!/usr/bin/env bash
# The next ULID of python-ulid is the one before plus one; a new UUID of version 7 has 33 or 43 new bits, by library.
#
# Versions: python-ulid 4.1.0, uuid-utils 1.2.0 (PyPI); ulid 3.0.2, uuid 14.0.3, uuidv7 1.2.1 (npm).
# Expected: a ULID is 48 bits of time and 80 random ones, a UUID of version 7 has 74 random ones, and each that is made has its own;
#   counting on within a millisecond, which both specifications allow, has to be asked for.
# Seen (2026-11-30): `ULID()` of python-ulid counts on, for all that fall in one millisecond (thousands in a loop); JavaScript's
#   `ulid()` does not, its monotonicFactory() does. All three libraries for version 7 count on: the distance to the one
#   before is below 2^33 with uuidv7 and uuid-utils and below 2^43 with uuid.
# Why it matters: such identifiers are taken for tokens (reset links, invitations, API keys), since 80 random bits are more than enough.
#   How strong one is cannot be seen from it: it depends on who made it, and on whether another was made just before.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq python-ulid==4.1.0 uuid-utils==1.2.0
echo '{"private": true, "type": "module"}' > package.json
npm install --loglevel=error ulid@3.0.2 uuid@14.0.3 uuidv7@1.2.1 > npm.log

cat > make.js <<'END'
import {monotonicFactory, ulid} from 'ulid';
import {v7} from 'uuid';
import {uuidv7} from 'uuidv7';
const monotonic = monotonicFactory();
const makers = {'ulid()': () => ulid(), 'monotonicFactory()': () => monotonic(), 'uuid': () => v7(), 'uuidv7': () => uuidv7()};
console.log(JSON.stringify(Object.fromEntries(
    Object.entries(makers).map(([name, make]) => [name, Array.from({length: 5000}, make)]))));
END
cat > compare.py <<'END'
import json
import sys
from itertools import pairwise
from uuid import UUID

import uuid_utils
from ulid import ULID

made = {"python-ulid": [str(ULID()) for _ in range(5000)]}
made |= json.load(sys.stdin)
made["uuid-utils"] = [str(uuid_utils.uuid7()) for _ in range(5000)]
for name, texts in made.items():
    numbers = [UUID(text).int if "-" in text else int(ULID.from_str(text)) for text in texts]
    steps = [abs(late - early) for early, late in pairwise(numbers) if early >> 80 == late >> 80]
    if len(steps) < 1000:
        sys.exit(f"{name}: only {len(steps)} pairs fall in one millisecond.")
    greatest = max(steps)
    print(f"{name}:", "one more" if greatest == 1 else f"below 2^{greatest.bit_length()} away")
END
cat > expected <<'END'
python-ulid: one more
ulid(): below 2^80 away
monotonicFactory(): one more
uuid: below 2^43 away
uuidv7: below 2^33 away
uuid-utils: below 2^33 away
END
node make.js | env/bin/python compare.py | tee seen
diff expected seen >&2 || { echo "Changed: identifiers of one millisecond lie at other distances now." >&2; exit 1; }
