#!/usr/bin/env bash
# The base64 of javascript-obfuscator is not base64: no decoder reads it, and it looks like all other base64.
#
# Versions: javascript-obfuscator 5.8.0.
# Expected: with `stringArrayEncoding: ['base64']`, which its README describes as encoding with base64, the strings of a bundle
#   are in base64, which everyone, and every scanner, can undo. The other choice, rc4, is there for more.
# Seen (2026-11-30): the alphabet is turned round: small letters first, then capitals. The length, the digits and the signs are
#   those of base64, so the literal decodes without an error everywhere, to noise. With the cases of its letters exchanged it is
#   the text. Without an encoding, which is the default, the literal stands in the script as it is.
# Why it matters: a key in an obfuscated bundle ships to every browser. Whoever decodes "all base64" in it, and finds nothing, has
#   looked at noise; the alphabet, which the script has to hold as a literal, says how to read it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

echo '{"private": true, "type": "module"}' > package.json
npm install --loglevel=error javascript-obfuscator@5.8.0 > npm.log
cat > read.js <<'END'
import obfuscator from 'javascript-obfuscator';

const value = 'one-value-that-is-long-enough-to-be-seen';
const script = `document.title = ${JSON.stringify(value)};`;
const exchanged = (text) => text.replace(/[a-z]/gi, (letter) => letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase());
const decoded = (digits) => Buffer.from(digits, 'base64').toString();

for (const encoding of ['none', 'base64']) {
    const options = {stringArray: true, stringArrayThreshold: 1, stringArrayEncoding: [encoding], seed: 1};
    const code = obfuscator.obfuscate(script, options).getObfuscatedCode();
    const literals = [...code.matchAll(/'([^']*)'/g)].map((found) => found[1]);
    const ways = {
        'as it is': (literal) => literal,
        'as base64': decoded,
        'as base64 with its cases exchanged': (literal) => decoded(exchanged(literal)),
    };
    const seen = Object.keys(ways).filter((way) => literals.some((literal) => ways[way](literal) === value));
    console.log(`${encoding}: ${seen.join(', ') || 'not at all'}`);
    const alphabet = literals.find((literal) => literal.length === 65);
    if (alphabet) console.log('alphabet:', alphabet);
}
END
cat > expected <<'END'
none: as it is
base64: as base64 with its cases exchanged
alphabet: abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=
END
node read.js | tee seen
diff expected seen >&2 || { echo "Changed: the literals are written in another base64 now." >&2; exit 1; }
