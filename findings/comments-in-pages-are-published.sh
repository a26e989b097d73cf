#!/usr/bin/env bash
# Rspress puts a comment of a page, and what the page never shows, into its description, its search index and the script that every visitor gets.
#
# Versions: @rspress/core 2.0.22, @rspress/plugin-llms 2.0.21, vitepress 1.6.4, vitepress-plugin-llms 1.14.0 (npm); mkdocs 1.6.1, mkdocs-llmstxt
#   0.5.1, mkdocs-llmstxt-md 0.3.0, mkdocs-llms-source 1.2.0, sphinx 8.2.3, myst-parser 4.0.1, sphinx-llm 1.1.0 (PyPI).
# Expected: a comment of the page's own language is for who writes it: `{/* */}` in MDX, as in any JavaScript, `%` in MyST, and
#   `[//]: # (...)`, which stands in Markdown for a comment that HTML does not get. An HTML comment is seen by who looks at the source of a page.
#   The text for models, `llms-full.txt` and `page.md`, says what the page says.
# Seen (2026-12-01): Rspress takes the comment, and the element of `{false && <p>...</p>}`, for text of the page: both are in the description
#   in the head of the page, in the script, and in the search index. Of six that write texts for models five copy what the site does not have: the
#   one for Rspress, the one for VitePress and two for MkDocs `[//]: #`, the one for Sphinx `%`; Rspress's also the comment and the element, as
#   they stand in the source. VitePress's leaves HTML comments and what Vue never shows out. mkdocs-llmstxt makes its text of the page, and has none.
# Why it matters: what is written there is what nobody wants to be read, the address of the staging server or the password that
#   makes an example work. It is on no page, so looking at the site does not show it, and models that read the site repeat it.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 HOME=$work TMPDIR=$work NO_MKDOCS_2_WARNING=1
export npm_config_cache=$work/npm npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false

python3 -m venv env
env/bin/pip install -qq mkdocs==1.6.1 mkdocs-llmstxt==0.5.1 mkdocs-llmstxt-md==0.3.0 mkdocs-llms-source==1.2.0 sphinx==8.2.3 \
    myst-parser==4.0.1 sphinx-llm==1.1.0
echo '{"private": true, "type": "module"}' > package.json
npm install --legacy-peer-deps --loglevel=error @rspress/core@2.0.22 @rspress/plugin-llms@2.0.21 vitepress@1.6.4 \
    vitepress-plugin-llms@1.14.0 > npm.log

page() { printf '# Orders\n\nText of the page.\n\n%s\n\n[//]: # (note-in-link)\n\nThe end.\n' "$1"; }
mkdir -p mdx vue/.vitepress docs myst
page $'{/* note-in-comment */}\n\n{false && <p>text-never-shown</p>}' > mdx/guide.mdx
page '<!-- note-in-comment -->

<p v-if="false">text-never-shown</p>' > vue/guide.md
echo '# Shop' > vue/index.md
page '<!-- note-in-comment -->' > docs/index.md
page $'<!-- note-in-comment -->\n\n% note-in-myst' > myst/index.md

echo 'export default {root: "mdx", title: "Shop", outDir: "rspress"};' > plain.config.mjs
cat > models.config.mjs <<'END'
import {pluginLlms} from '@rspress/plugin-llms';
export default {root: 'mdx', title: 'Shop', outDir: 'rspress-models', plugins: [pluginLlms()]};
END
cat > vue/.vitepress/config.mjs <<'END'
import llms from 'vitepress-plugin-llms';
export default {title: 'Shop', themeConfig: {search: {provider: 'local'}}, vite: {plugins: [llms()]}};
END
for plugin in 'mkdocs-llmstxt: {full_output: llms-full.txt, sections: {Pages: ["*.md"]}}' mkdocs-llmstxt-md mkdocs-llms-source; do
    printf 'site_name: Shop\nsite_url: https://shop.example/\nnav: [index.md]\nplugins: [search, {%s}]\n' "${plugin#mkdocs-}" > "${plugin%%:*}.yml"
done
sed -i -E 's/\{(llm[a-z-]*)\}/\1/' mkdocs-*.yml
printf '%s\n' 'project = "Shop"' 'extensions = ["myst_parser", "sphinx_llm.txt"]' 'html_copy_source = False' > myst/conf.py
{
    node_modules/.bin/rspress build --config plain.config.mjs &&
    node_modules/.bin/rspress build --config models.config.mjs &&
    node_modules/.bin/vitepress build vue &&
    mv vue/.vitepress/dist vitepress &&
    env/bin/mkdocs build -q -f mkdocs-llmstxt.yml -d mkdocs-llmstxt &&
    env/bin/mkdocs build -q -f mkdocs-llmstxt-md.yml -d mkdocs-llmstxt-md &&
    env/bin/mkdocs build -q -f mkdocs-llms-source.yml -d mkdocs-llms-source &&
    env/bin/sphinx-build -q -d trees myst sphinx-llm
} > log 2>&1 || { cat log >&2; exit 1; }

places() { # where the first argument is in the folder of the second
    { grep -rl "$1" "$2" || echo nowhere; } |
        sed -E 's,.*(search_index|localSearch).*,search,; s,.*\.(md|txt)$,text for models,; s,.*\.(html|js)$,page,; s,.*/.*,other,' |
        LC_ALL=C sort -u | paste -sd, | sed 's/,/, /g'
}
cat > expected <<'END'
rspress, note-in-comment: page, search
rspress, note-in-link: nowhere
rspress, text-never-shown: page, search
rspress-models, note-in-comment: page, search, text for models
rspress-models, note-in-link: text for models
rspress-models, text-never-shown: page, search, text for models
vitepress, note-in-comment: nowhere
vitepress, note-in-link: text for models
vitepress, text-never-shown: nowhere
mkdocs-llmstxt, note-in-comment: page
mkdocs-llmstxt, note-in-link: nowhere
mkdocs-llmstxt-md, note-in-comment: page, text for models
mkdocs-llmstxt-md, note-in-link: text for models
mkdocs-llms-source, note-in-comment: page, text for models
mkdocs-llms-source, note-in-link: text for models
sphinx-llm, note-in-comment: page, text for models
sphinx-llm, note-in-link: nowhere
sphinx-llm, note-in-myst: text for models
END
for site in rspress rspress-models vitepress mkdocs-llmstxt mkdocs-llmstxt-md mkdocs-llms-source sphinx-llm; do
    [ -n "$(grep -rl "Text of the page" $site)" ] || { echo "$site has no page" >&2; exit 1; }
    for note in note-in-comment note-in-link text-never-shown note-in-myst; do
        case $note-$site in text-never-shown-[ms]* | note-in-myst-[rvm]*) continue ;; esac
        echo "$site, $note: $(places $note $site)"
    done
done | tee seen
diff expected seen >&2 || { echo "Changed: other comments are published now." >&2; exit 1; }
