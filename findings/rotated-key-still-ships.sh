#!/usr/bin/env bash
# After a key was rotated four of six builds ship the old one: the cache of the build does not know what the code was compiled with.
#
# Versions: webpack 5.113.0 with webpack-cli 7.3.1, babel-loader 10.1.1; metro 0.87.1; parcel 2.16.4; @babel/core 7.29.7 with
#   babel-plugin-transform-inline-environment-variables 0.4.4 (npm).
# Expected: a build with another value of a variable makes another bundle. What a cache keeps is asked for by everything that it depends on.
# Seen (2026-12-01): where Babel puts the value into the code, the caches of babel-loader, of webpack (`cache: {type: 'filesystem'}`), of Metro and of
#   Parcel are asked by source and options, and the variable is neither. The build with the new key ends without a warning, and its
#   bundle has the old one, in a new clone as well where CI hands the cache on. Metro's cache is in the temporary folder, so it outlives
#   the clone by itself. Without a cache, and with webpack's own EnvironmentPlugin, the bundle has the new key.
# Why it matters: the old key is revoked, so what was to be mended breaks; and the search of the history and of the settings, which have the new
#   one, explains neither. Whoever rotates a key has to remove the caches first, and to look into what was built.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false
export HOME=$work TMPDIR=$work/tmp
mkdir "$TMPDIR"
value() { python3 -c 'import random, string, sys; print("".join(random.Random(int(sys.argv[1])).choices(string.ascii_letters, k=32)))' "$1"; }

echo '{"name": "shop", "version": "1.0.0", "private": true}' > package.json
npm install --loglevel=error webpack@5.113.0 webpack-cli@7.3.1 babel-loader@10.1.1 metro@0.87.1 parcel@2.16.4 \
    @babel/core@7.29.7 babel-plugin-transform-inline-environment-variables@0.4.4 > npm.log
mkdir src
echo 'console.log(process.env.SERVICE_KEY);' > src/index.js
echo '{"plugins": ["transform-inline-environment-variables"]}' > babel.config.json
cat > webpack.config.js <<'END'
const path = require('path');
const webpack = require('webpack');
const babel = (cacheDirectory) => ({rules: [{test: /\.js$/, use: {loader: 'babel-loader', options: {cacheDirectory}}}]});
const build = (name, rest) => ({name, mode: 'production', entry: './src/index.js', output: {path: path.resolve('out', name)}, ...rest});
const stored = (name) => ({type: 'filesystem', name});
module.exports = [
  build('babel-loader without a cache', {module: babel(false)}),
  build('babel-loader with its cache', {module: babel(true)}),
  build('webpack with its cache', {module: babel(false), cache: stored('babel')}),
  build('EnvironmentPlugin with the cache', {plugins: [new webpack.EnvironmentPlugin(['SERVICE_KEY'])], cache: stored('plugin')}),
];
END
cat > transformer.js <<'END'
const babel = require('@babel/core');
module.exports.transform = ({src, filename}) => babel.transformSync(src, {filename, configFile: `${__dirname}/babel.config.json`, ast: true, code: false});
END
echo 'module.exports = {transformer: {babelTransformerPath: `${__dirname}/transformer.js`}};' > metro.config.js

build() { # the key
    rm -rf out
    mkdir -p out/Metro
    export SERVICE_KEY=$1
    {
        npx --no-install webpack &&
            npx --no-install metro build src/index.js --out out/Metro/main.js --config metro.config.js &&
            npx --no-install parcel build src/index.js --dist-dir out/Parcel --no-source-maps
    } > log 2>&1 || { cat log >&2; exit 1; }
}
build "$(value 1)"
build "$(value 2)"
cat > expected <<'END'
EnvironmentPlugin with the cache: the new key
Metro: the old key
Parcel: the old key
babel-loader with its cache: the old key
babel-loader without a cache: the new key
webpack with its cache: the old key
END
for folder in out/*; do
    seen=()
    if grep -rqF -e "$(value 1)" "$folder"; then seen+=('the old key'); fi
    if grep -rqF -e "$(value 2)" "$folder"; then seen+=('the new key'); fi
    echo "${folder#out/}: ${seen[*]-no key}"
done | LC_ALL=C sort | tee seen
diff expected seen >&2 || { echo "Changed: other builds ship the old key now." >&2; exit 1; }
