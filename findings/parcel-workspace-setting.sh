#!/usr/bin/env bash
# Parcel takes no notice of `inlineEnvironment: false` in the package.json of a workspace.
#
# Versions: parcel 2.9.3 and 2.16.4.
# Expected: the setting that keeps environment variables out of bundles counts in the package.json of the package that is
#   built, as `source`, `targets` and `browserslist` do; if it were ignored, Parcel would say so.
# Seen (2026-11-29): it counts only in the package.json beside the lock file. In a workspace, with the lock file in the folder
#   above, the value is in the bundle and in its source map. No warning either way.
# Why it matters: a package that kept its variables to itself gives them away on the day it moves into a monorepo,
#   and its package.json still says that it does not.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

cat > expected <<'END'
parcel 2.9.3: setting beside the lock file -> not in the bundle
parcel 2.9.3: setting in a workspace -> in the bundle and its map
parcel 2.16.4: setting beside the lock file -> not in the bundle
parcel 2.16.4: setting in a workspace -> in the bundle and its map
END

project() { # folder
    mkdir -p "$1/src"
    echo '{"private": true, "@parcel/transformer-js": {"inlineEnvironment": false}}' > "$1/package.json"
    echo '<!doctype html><script type="module" src="index.js"></script>' > "$1/src/index.html"
    echo 'document.title = process.env.GATEWAY' > "$1/src/index.js"
}

build() { # version, label, folder
    (cd "$3" && env -i PATH="$PATH" HOME="$work" GATEWAY=shown-value \
        "$work/$1/node_modules/.bin/parcel" build src/index.html --no-cache > "$work/log" 2>&1) || { cat "$work/log" >&2; exit 1; }
    bundles=$({ grep -rl shown-value "$3/dist" || true; } | sed 's/.*\.//' | sort | tr '\n' ' ')
    case $bundles in
        '') echo "parcel $1: $2 -> not in the bundle" ;;
        'js map ') echo "parcel $1: $2 -> in the bundle and its map" ;;
        *) echo "parcel $1: $2 -> in $bundles" ;;
    esac
}

for version in 2.9.3 2.16.4; do
    mkdir "$version"
    echo '{"private": true}' > "$version/package.json"
    (cd "$version" && npm install --loglevel=error "parcel@$version" > npm.log)
    project "$version/alone"
    echo '{}' > "$version/alone/package-lock.json"
    build "$version" "setting beside the lock file" "$version/alone"
    project "$version/mono/web"
    echo '{"private": true, "workspaces": ["web"]}' > "$version/mono/package.json"
    echo '{}' > "$version/mono/package-lock.json"
    build "$version" "setting in a workspace" "$version/mono/web"
done | tee "$work/seen"
diff "$work/expected" "$work/seen" >&2 ||
    { echo "Changed: Parcel no longer reads this setting beside the lock file alone." >&2; exit 1; }
