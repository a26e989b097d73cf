#!/usr/bin/env bash
# Qwik writes the key that a function of the server uses into the page, if the variable is that of the component.
#
# Versions: @builder.io/qwik and @builder.io/qwik-city 1.20.1 with vite 7.3.8 (npm).
# Expected: `server$` makes a function that runs on the server, wherever it is called; it may use a key. The component itself is
#   rendered on the server as well, and reads the key there.
# Seen (2026-11-30): what the function takes from around it is written into the page, in clear, so that the browser can send it back with the
#   call: the key itself. Where the key is read within the function, or at the top of the module, the page does not have it. The scripts
#   have it in no case, so that a search of the bundle says nothing. (Next.js encrypts what its server functions take from
#   around them, as its manual says.)
# Why it matters: to move one line from the function up into the component, where two such functions share it, publishes the key. No
#   prefix of a variable warns, and whoever reads the code sees a variable of the environment and a function of the server.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

echo '{"private": true, "type": "module"}' > package.json
npm install --loglevel=error @builder.io/qwik@1.20.1 @builder.io/qwik-city@1.20.1 vite@7.3.8 > npm.log

page() { # name; where the key is read: in the module, the component, the function
    mkdir -p "src/routes/$1"
    cat > "src/routes/$1/index.tsx" <<END
import {component\$, useSignal} from '@builder.io/qwik';
import {server\$} from '@builder.io/qwik-city';

$2
export default component\$(() => {
  $3
  const length = useSignal(0);
  const ask = server\$(() => {
    $4
    return key.length;
  });
  return <button onClick\$={async () => { length.value = await ask(); }}>shown-text</button>;
});
END
}
read='const key = process.env.SERVICE_KEY;'
page module "$read" '' ''
page component '' "$read" ''
page function '' '' "$read"
cat > src/root.tsx <<'END'
import {component$} from '@builder.io/qwik';
import {QwikCityProvider, RouterOutlet} from '@builder.io/qwik-city';

export default component$(() => <QwikCityProvider><head><title>Shop</title></head><body><RouterOutlet /></body></QwikCityProvider>);
END
cat > src/entry.ssr.tsx <<'END'
import {renderToString} from '@builder.io/qwik/server';
import {manifest} from '@qwik-client-manifest';
import Root from './root';

export default (options) => renderToString(<Root />, {manifest, ...options});
END
echo '{"compilerOptions": {"jsx": "react-jsx", "jsxImportSource": "@builder.io/qwik"}}' > tsconfig.json
cat > vite.config.js <<'END'
import {staticAdapter} from '@builder.io/qwik-city/adapters/static/vite';
import {qwikCity} from '@builder.io/qwik-city/vite';
import {qwikVite} from '@builder.io/qwik/optimizer';

const pages = {
  plugins: [qwikCity(), qwikVite(), staticAdapter({origin: 'https://shop.example.org'})],
  build: {ssr: true, rollupOptions: {input: ['@qwik-city-plan', 'src/entry.ssr.tsx']}},
};
export default process.env.PAGES ? pages : {plugins: [qwikCity(), qwikVite()]};
END
key=$(python3 -c 'import random, string; print("".join(random.Random(103).choices(string.ascii_letters, k=32)))')
for pages in '' 1; do
    env -i PATH="$PATH" HOME="$work" CI=1 PAGES=$pages SERVICE_KEY="$key" node_modules/.bin/vite build > log 2>&1 || { tail -20 log >&2; exit 1; }
done

cat > expected <<'END'
read in the module: not in the page
read in the component: in the page
read in the function: not in the page
scripts: without it
END
{
    for place in module component function; do
        grep -q shown-text "dist/$place/index.html" || { echo "Changed: the page has no text." >&2; exit 1; }
        if grep -qF -e "$key" "dist/$place/index.html"; then answer='in the page'; else answer='not in the page'; fi
        echo "read in the $place: $answer"
    done
    if grep -rqF -e "$key" dist/build; then echo 'scripts: with it'; else echo 'scripts: without it'; fi
} | tee seen
diff expected seen >&2 || { echo "Changed: another key of the server is in the page now." >&2; exit 1; }
