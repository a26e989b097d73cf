#!/usr/bin/env bash
# An analyser of bundles leaves the source of all modules in the folder that is published, packed, also of what the bundle dropped.
#
# Versions: @rsdoctor/rspack-plugin 1.6.5 with @rspack/core 2.3.4 and @rspack/cli 2.2.8 (npm).
# Expected: a plugin that measures a build shows its report, or writes it where reports go, and a report has sizes and names. What a
#   production build leaves out, since nothing uses it, is in nothing that it writes; source maps are off.
# Seen (2026-11-30): each build with the plugin writes `dist/.rsdoctor`, a hidden folder in the output, and in it the code of every module
#   as it was before the bundler took parts out: a constant that nobody imports and that the bundle does not have. Its files are
#   base64 of zlib, so that `grep -r` finds neither that nor what did ship.
# Why it matters: `dist` is uploaded as it is, and many servers hand out hidden folders. A key that was moved out of what the page uses is
#   still served; a scan that reads text, or takes base64 for text, says that the output is clean.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

echo '{"private": true, "type": "module"}' > package.json
npm install --loglevel=error @rsdoctor/rspack-plugin@1.6.5 @rspack/core@2.3.4 @rspack/cli@2.2.8 > npm.log
mkdir src
echo "export const used = 'shipped-value'; export const unused = 'dropped-value';" > src/values.js
echo "import {used} from './values.js'; document.title = used;" > src/index.js
cat > rspack.config.mjs <<'END'
import {RsdoctorRspackPlugin} from '@rsdoctor/rspack-plugin';
export default {mode: 'production', devtool: false, plugins: [new RsdoctorRspackPlugin({disableClientServer: true})]};
END
cat > search.py <<'PY'
import base64
import binascii
import zlib
from pathlib import Path

contents = {path: path.read_bytes() for path in Path("dist").rglob("*") if path.is_file()}


def unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompress(base64.b64decode(data))
    except (binascii.Error, zlib.error):
        return b""


for value in (b"shipped-value", b"dropped-value"):
    plain = sorted(str(path) for path, data in contents.items() if value in data)
    packed = sorted({str(path.parent.parent) for path, data in contents.items() if value in unpacked(data)})
    print(value.decode() + ":", *plain, *(f"{path} (packed)" for path in packed))
PY
cat > expected <<'END'
shipped-value: dist/main.js dist/.rsdoctor (packed)
dropped-value: dist/.rsdoctor (packed)
END
node_modules/.bin/rspack build > log 2>&1 || { cat log >&2; exit 1; }
python3 search.py | tee seen
diff expected seen >&2 || { echo "Changed: the analyser writes other things into the output now." >&2; exit 1; }
