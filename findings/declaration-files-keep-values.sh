#!/usr/bin/env bash
# Type declarations keep values, and TypeScript and Python keep opposite ones.
#
# Versions: typescript 7.0.2 (tsc --declaration), mypy 2.4.1 (stubgen).
# Expected: a .d.ts or .pyi file holds types. A `const` may keep its literal type, but what is not exported stays inside.
# Seen (2026-11-29): tsc writes the value of every exported constant, of static readonly members and of enums,
#   and of a constant that is *not* exported as soon as an exported one is set to it; it drops defaults of parameters,
#   joined strings and private members. stubgen does the reverse: defaults of parameters stay, constants go (also Final).
# Why it matters: declarations are published where the code is not (minified or compiled packages, stub packages),
#   and "we ship only types" is no reason to skip those files.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

echo '{"private": true}' > package.json
npm install --loglevel=error typescript@7.0.2 > npm.log
python3 -m venv env
env/bin/pip install -qq mypy==2.4.1

cat > values.ts <<'END'
export const exported = "v-exported-constant";
const inner = "v-inner-constant";
export const alias = inner;
export const joined = "v-" + "joined";
export const plainObject = { key: "v-plain-object" };
export const constObject = { key: "v-const-object" } as const;
export class Client {
    static readonly host = "v-static-readonly";
    private static readonly key = "v-private-readonly";
}
export enum Names { First = "v-enum" }
export function send(text: string, key = "v-parameter") { return text + key; }
END
cat > values.py <<'END'
from typing import Final
EXPORTED = "v-constant"
FIXED: Final = "v-final-constant"
class Client:
    host = "v-class-attribute"
def send(text: str, key: str = "v-parameter") -> None: ...
END
node_modules/.bin/tsc values.ts --declaration --emitDeclarationOnly --target es2022
env/bin/stubgen --quiet values.py --output .

cat > expected <<'END'
values.d.ts: v-const-object v-enum v-exported-constant v-inner-constant v-static-readonly
values.pyi: v-parameter
END
for file in values.d.ts values.pyi; do
    echo "$file: $(grep -o 'v-[a-z-]*' $file | sort -u | xargs)"
done | tee seen
diff expected seen >&2 || { echo "Changed: declaration files keep other values now." >&2; exit 1; }
