#!/usr/bin/env bash
# Docusaurus puts the options of all plugins into the script that every visitor gets, also the token with which a plugin fetches private pages.
#
# Versions: @docusaurus/core and @docusaurus/plugin-content-pages 3.10.2, docusaurus-plugin-remote-content 4.0.0, react 19.3.1 (npm).
# Expected: what a plugin is told in `docusaurus.config.js` is for the build, which runs it; of the configuration browsers get what pages
#   show, and `customFields`, of which the manual says so.
# Seen (2026-11-30): the whole configuration is a module of the page's code, in `main.HASH.js`, options of plugins included. The plugin that fetches
#   Markdown from elsewhere takes its headers as such an option, `requestConfig`, so the token of the private server, from the build's
#   environment, is in it. No page reads it, and the HTML does not have it. What a plugin that is written as a function
#   reads of the environment is not there, since a function is no JSON.
# Why it matters: both do what they say, and the key comes out where nobody looks: no code that ships names it. A scanner that
#   knows `customFields` and `themeConfig` takes `plugins` and `presets` for settings of a server.
set -euo pipefail
work=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server"; fi; rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

echo '{"private": true, "name": "site", "version": "1.0.0"}' > package.json
npm install --loglevel=error @docusaurus/core@3.10.2 @docusaurus/plugin-content-pages@3.10.2 docusaurus-plugin-remote-content@4.0.0 \
    react@19.3.1 react-dom@19.3.1 > npm.log

cat > server.js <<'END'
// A server that gives its one page to those who show the token.
const http = require('http');
const answer = (request) => request.headers.authorization === 'Bearer token-of-plugin' ? [200, '# Private page\n\nText.\n'] : [401, ''];
const server = http.createServer((request, response) => {
  const [status, text] = answer(request);
  response.writeHead(status, {'content-type': 'text/markdown'}).end(text);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
END
node server.js > port &
server=$!
until [ -s port ]; do sleep 0.1; done

mkdir -p src/pages
echo "export default () => 'shop'" > src/pages/index.js
cat > docusaurus.config.js <<'END'
const quiet = {id: 'own', folder: process.env.OTHER_TOKEN};
module.exports = {
  title: 'shop',
  url: 'https://example.org',
  baseUrl: '/',
  onBrokenLinks: 'ignore',
  customFields: {shown: process.env.SHOWN},
  plugins: [
    [
      'docusaurus-plugin-remote-content',
      {
        name: 'private',
        sourceBaseUrl: `http://127.0.0.1:${process.env.PORT}/`,
        outDir: 'docs',
        documents: ['page.md'],
        performCleanup: false,
        requestConfig: {headers: {Authorization: `Bearer ${process.env.CONTENT_TOKEN}`}},
      },
    ],
    ['@docusaurus/plugin-content-pages', {}],
    () => ({name: quiet.id, getPathsToWatch: () => [quiet.folder]}),
  ],
};
END
env -i PATH="$PATH" HOME="$work" CI=1 PORT="$(cat port)" CONTENT_TOKEN=token-of-plugin OTHER_TOKEN=token-of-function SHOWN=custom-field \
    NO_UPDATE_NOTIFIER=1 DISABLE_V8_COMPILE_CACHE=1 node_modules/.bin/docusaurus build > log 2>&1 || { tail -20 log >&2; exit 1; }
grep -q 'Private page' docs/page.md || { echo "the page was not fetched" >&2; exit 1; }

cat > expected <<'END'
custom-field: build/assets/js/main.HASH.js
token-of-plugin: build/assets/js/main.HASH.js
token-of-function: nowhere
END
for value in custom-field token-of-plugin token-of-function; do
    files=$({ grep -rl $value build || true; } | sed -E 's/\.[0-9a-f]{8}\./.HASH./' | xargs)
    echo "$value: ${files:-nowhere}"
done | tee seen
diff expected seen >&2 || { echo "Changed: Docusaurus ships another part of its configuration now." >&2; exit 1; }
