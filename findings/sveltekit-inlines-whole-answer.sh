#!/usr/bin/env bash
# A page that SvelteKit makes from one field of an answer holds the whole answer, or does not, by the file that the load function is in.
#
# Versions: @sveltejs/kit 2.70.4 with svelte 5.57.3, vite 7.3.8 and @sveltejs/adapter-static 3.0.11 (npm).
# Expected: `load` asks a service, takes the name out of its answer and returns it. The page has what was
#   returned, the name.
# Seen (2026-11-30): so it is for a load function in `+page.server.js`. The same function in `+page.js` leaves the answer as it came in the
#   page, in a script element, for the browser, which runs `load` again and is to find it there: all fields, whatever is
#   returned, and the question with its parameters. With `csr = false`, where no script will read it, it is not.
# Why it matters: what the service knows of the record (tokens, addresses, internal notes) is published, in pages that are made at
#   build time as in others, and by the request of the build machine, which may see more than a visitor. The code that is reviewed
#   takes one field.
set -euo pipefail
work=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server"; fi; rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

echo '{"private": true, "type": "module"}' > package.json
npm install --loglevel=error @sveltejs/kit@2.70.4 @sveltejs/adapter-static@3.0.11 @sveltejs/vite-plugin-svelte@6.2.4 svelte@5.57.3 vite@7.3.8 > npm.log

cat > server.js <<'END'
import http from 'node:http';
const answer = JSON.stringify({name: 'shown-name', token: 'token-of-record'});
const server = http.createServer((request, response) => {
  response.writeHead(200, {'content-type': 'application/json', 'access-control-allow-origin': '*'}).end(answer);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
END
node server.js > port &
server=$!
until [ -s port ]; do sleep 0.1; done

cat > vite.config.js <<'END'
import {sveltekit} from '@sveltejs/kit/vite';
export default {plugins: [sveltekit()]};
END
cat > svelte.config.js <<'END'
import adapter from '@sveltejs/adapter-static';
export default {kit: {adapter: adapter(), prerender: {entries: ['/universal', '/server', '/plain']}}};
END
cat > load.js <<END
export const load = async ({fetch}) => {
  const response = await fetch('http://127.0.0.1:$(cat port)/records?filter=part-of-question');
  const {name} = await response.json();
  return {name};
};
END
mkdir -p src/routes/universal src/routes/server src/routes/plain
echo '<!doctype html><html><head>%sveltekit.head%</head><body>%sveltekit.body%</body></html>' > src/app.html
echo 'export const prerender = true;' > src/routes/+layout.js
for page in universal server plain; do
    echo '<script>let {data} = $props()</script><p>{data.name}</p>' > src/routes/$page/+page.svelte
done
cp load.js src/routes/universal/+page.js
cp load.js src/routes/server/+page.server.js
{ cat load.js; echo 'export const csr = false;'; } > src/routes/plain/+page.js
env -i PATH="$PATH" HOME="$work" CI=1 node_modules/.bin/vite build > log 2>&1 || { tail -20 log >&2; exit 1; }

cat > expected <<'END'
universal.html: shown-name token-of-record part-of-question
server.html: shown-name
plain.html: shown-name
END
for page in universal server plain; do
    found=
    for value in shown-name token-of-record part-of-question; do
        if grep -q $value build/$page.html; then found="$found $value"; fi
    done
    echo "$page.html:$found"
done | tee seen
diff expected seen >&2 || { echo "Changed: SvelteKit puts another part of an answer into the page now." >&2; exit 1; }
