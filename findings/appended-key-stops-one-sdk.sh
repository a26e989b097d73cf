#!/usr/bin/env bash
# Who appends the new key to a credentials file of AWS has it used by two of AWS's SDKs, and takes all keys of the file away from the third.
#
# Versions: botocore 1.44.8, pyarrow 26.0.1 (PyPI), which has the C++ SDK in it; @aws-sdk/credential-providers 3.1175.0 (npm).
# Expected: the file is one format of one company, with a page about it: `[profile]`, `name = value`, comments with `#`. What the
#   SDK for one language takes for a key is the key for those of the others.
# Seen (2026-11-30): of two lines for one key JavaScript and C++ take the last; botocore, and with it boto3 and the command line, refuses
#   the file, also where it is another profile of the file that is there twice. With ` # since May` behind the key the
#   other two read the key, Python one that ends in "# since May". Names in capitals are a key for Python alone, indented
#   lines for Python and JavaScript, and `[ work ]` for C++.
# Why it matters: the file is shared by programs in several languages on one machine. Which of two keys in it is in use, and whether one
#   that seems commented or misspelt is, cannot be told from the file; after a rotation one program goes on, another stops.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

python3 -m venv env
env/bin/pip install -qq botocore==1.44.8 pyarrow==26.0.1
echo '{"private": true, "type": "module"}' > package.json
npm install --loglevel=error @aws-sdk/credential-providers@3.1175.0 > npm.log

cat > python.py <<'END'
import botocore.exceptions
import botocore.session

try:
    print(botocore.session.Session(profile="work").get_credentials().access_key)
except botocore.exceptions.ConfigParseError:
    print("error: cannot parse the file")
except botocore.exceptions.ProfileNotFound:
    print("error: no such profile")
END
cat > javascript.js <<'END'
import {fromIni} from '@aws-sdk/credential-providers';

fromIni({profile: 'work'})().then((found) => console.log(found.accessKeyId), () => console.log('no key'));
END
cat > cpp.py <<'END'
"""Which key id the C++ SDK signs a request to this machine with."""

import http.server
import os
import re
import threading

from pyarrow import fs


class Handler(http.server.BaseHTTPRequestHandler):
    def do_HEAD(self):
        signed = re.search(r"Credential=(.*)/\d{8}/", self.headers.get("Authorization", ""))
        print(signed[1] if signed else "no key", flush=True)
        self.send_response(200)
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
fs.S3FileSystem(region="eu-west-1", scheme="http", endpoint_override=f"127.0.0.1:{server.server_port}").get_file_info("bucket/key")
os._exit(0)
END
unset "${!AWS_@}"
export HOME=$work AWS_SHARED_CREDENTIALS_FILE=$work/credentials AWS_CONFIG_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
read_all() { # title; the file is standard input
    cat > credentials
    echo "$1"
    echo "  Python: $(env/bin/python python.py 2> log)"
    echo "  JavaScript: $(node --no-warnings javascript.js 2> log)"
    echo "  C++: $(AWS_PROFILE=work env/bin/python cpp.py 2> log | head -1)"
}
cat > expected <<'END'
plain
  Python: FIRST
  JavaScript: FIRST
  C++: FIRST
two lines
  Python: error: cannot parse the file
  JavaScript: SECOND
  C++: SECOND
two sections of another profile
  Python: error: cannot parse the file
  JavaScript: FIRST
  C++: FIRST
a remark behind the value
  Python: FIRST # since May
  JavaScript: FIRST
  C++: FIRST
capitals
  Python: FIRST
  JavaScript: no key
  C++: no key
indented
  Python: FIRST
  JavaScript: FIRST
  C++: no key
blanks in brackets
  Python: error: no such profile
  JavaScript: no key
  C++: FIRST
END
key() { printf 'aws_access_key_id = %s\naws_secret_access_key = secret-of-%s\n' "$1" "${1%% *}"; }
{
    { echo '[work]'; key FIRST; } | read_all 'plain'
    { echo '[work]'; key FIRST; key SECOND; } | read_all 'two lines'
    { echo '[work]'; key FIRST; echo '[other]'; key OLD; echo '[other]'; key NEW; } | read_all 'two sections of another profile'
    { echo '[work]'; key 'FIRST # since May'; } | read_all 'a remark behind the value'
    { echo '[work]'; key FIRST | tr a-z A-Z; } | read_all 'capitals'
    { echo '[work]'; key FIRST | sed 's/^/  /'; } | read_all 'indented'
    { echo '[ work ]'; key FIRST; } | read_all 'blanks in brackets'
} | tee seen
diff expected seen >&2 || { echo "Changed: the SDKs read a credentials file otherwise now." >&2; exit 1; }
