#!/usr/bin/env bash
# HTML turned into Markdown has a backslash inside identifiers, where no Markdown reader needs one.
#
# Versions: turndown 7.2.5, rehype-remark 10.0.1 with remark-stringify 11.0.0 (npm); markdownify 1.2.3 and
#   html2text 2025.4.15 (PyPI).
# Expected: CommonMark reads no emphasis from an underscore between letters, so converters leave `ab_cd` alone.
# Seen (2026-11-29): turndown and markdownify write `ab\_cd` in running text, and `ab_cd` in code. html2text and remark
#   leave it in both. The same page gives a token with or without the backslash, and inside one file both forms.
# Why it matters: documentation, wiki exports and what is cut out of web pages for language models come from these
#   converters. A pattern for `prefix_...` finds the copies in code spans and none of those in the text.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq markdownify==1.2.3 html2text==2025.4.15
echo '{"private": true}' > package.json
npm install --loglevel=error turndown@7.2.5 unified@11.0.5 rehype-parse@9.0.1 rehype-remark@10.0.1 \
    remark-stringify@11.0.0 > npm.log

cat > convert.mjs <<'END'
import turndown from 'turndown';
import {unified} from 'unified';
import parse from 'rehype-parse';
import remark from 'rehype-remark';
import stringify from 'remark-stringify';

const html = '<p>Use ab_cd, or <code>ab_cd</code>.</p>';
console.log('turndown:', new turndown().turndown(html));
console.log('remark:', String(await unified().use(parse).use(remark).use(stringify).process(html)).trim());
END
cat > convert.py <<'END'
import html2text
import markdownify

html = "<p>Use ab_cd, or <code>ab_cd</code>.</p>"
print("markdownify:", markdownify.markdownify(html).strip())
print("html2text:", html2text.html2text(html).strip())
END
cat > expected <<'END'
turndown: Use ab\_cd, or `ab_cd`.
remark: Use ab_cd, or `ab_cd`.
markdownify: Use ab\_cd, or `ab_cd`.
html2text: Use ab_cd, or `ab_cd`.
END
{ node convert.mjs; env/bin/python convert.py; } | tee seen
diff expected seen >&2 || { echo "Changed: another converter escapes underscores inside words now." >&2; exit 1; }
