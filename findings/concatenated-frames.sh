#!/usr/bin/env bash
# One library reads two compressed frames in a row as one text or as two, depending on which of its functions is called.
#
# Versions: zstandard 0.25.0, backports.zstd 1.8.0, lz4 4.4.5, isal 1.9.1 (PyPI); fflate 0.8.3, pako 3.0.3 (npm).
# Expected: Zstandard, LZ4 and gzip files may consist of several frames, so every reader goes on, or every simple one-call
#   function of a library refuses what is left over.
# Seen (2026-11-29): nobody raises an error. zstandard goes on in stream_reader and copy_stream and stops after the first
#   frame, without a word, in decompress, decompressobj and read_to_iter. lz4 goes on in open and stops in decompress.
#   isal.igzip goes on, isal_zlib with the same bytes stops, as zlib does. pako goes on, fflate stops.
# Why it matters: `cat a.zst b.zst`, rotated logs and parallel compressors make such files every day. A scanner that calls
#   the function of the first example in the manual reads the first frame and reports the file as clean.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq zstandard==0.25.0 'backports.zstd==1.8.0; python_version < "3.14"' lz4==4.4.5 isal==1.9.1
echo '{"private": true}' > package.json
npm install --loglevel=error fflate@0.8.3 pako@3.0.3 > npm.log

cat > frames.py <<'END'
import gzip
import io
import sys
import zlib

import lz4.frame
import zstandard
from isal import igzip, isal_zlib

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

one, two = b"first frame ", b"second frame"
zst = zstandard.compress(one) + zstandard.compress(two)
lz = lz4.frame.compress(one) + lz4.frame.compress(two)
gz = gzip.compress(one) + gzip.compress(two)
with open("two.gz", "wb") as file:
    file.write(gz)
reader = zstandard.ZstdDecompressor()


def copied() -> bytes:
    out = io.BytesIO()
    reader.copy_stream(io.BytesIO(zst), out)
    return out.getvalue()


readings = {
    "zstandard decompress": lambda: zstandard.decompress(zst),
    "zstandard decompressobj": lambda: reader.decompressobj().decompress(zst),
    "zstandard read_to_iter": lambda: b"".join(reader.read_to_iter(io.BytesIO(zst))),
    "zstandard stream_reader": lambda: reader.stream_reader(io.BytesIO(zst)).read(),
    "zstandard copy_stream": copied,
    "backports.zstd decompress": lambda: zstd.decompress(zst),
    "lz4.frame decompress": lambda: lz4.frame.decompress(lz),
    "lz4.frame open": lambda: lz4.frame.open(io.BytesIO(lz)).read(),
    "gzip decompress": lambda: gzip.decompress(gz),
    "zlib decompress": lambda: zlib.decompress(gz, 31),
    "isal.igzip decompress": lambda: igzip.decompress(gz),
    "isal_zlib decompress": lambda: isal_zlib.decompress(gz, 31),
}
for name, read in readings.items():
    print(f"{name}: {'both' if read() == one + two else 'the first only'}")
END
cat > frames.js <<'END'
const fs = require('fs');
const both = fs.readFileSync('two.gz');
const readings = {fflate: require('fflate').gunzipSync, pako: require('pako').ungzip, node: require('zlib').gunzipSync};
for (const [name, read] of Object.entries(readings)) {
    const text = Buffer.from(read(both)).toString();
    console.log(`${name}: ${text.includes('second frame') ? 'both' : 'the first only'}`);
}
END
cat > expected <<'END'
zstandard decompress: the first only
zstandard decompressobj: the first only
zstandard read_to_iter: the first only
zstandard stream_reader: both
zstandard copy_stream: both
backports.zstd decompress: both
lz4.frame decompress: the first only
lz4.frame open: both
gzip decompress: both
zlib decompress: the first only
isal.igzip decompress: both
isal_zlib decompress: the first only
fflate: the first only
pako: both
node: both
END
{ env/bin/python frames.py; node frames.js; } | tee seen
diff expected seen >&2 || { echo "Changed: another function reads, or no longer reads, the second frame." >&2; exit 1; }
