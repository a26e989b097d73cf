"""Folders whose files everyone can fetch as they are, and containers that everyone can unpack.

These are questions of the table of evidence. A row is a folder that a framework copies into what it
publishes, or that its server answers from.
"""

from __future__ import annotations

import re

from keyguard.context.surface.code_file import CodeFile
from keyguard.context.surface.paths import in_path, path_part
from keyguard.context.surface.verdict import Verdict
from keyguard.model import Surface
from keyguard.model.record import NamedTuple

_FRONTEND, _MOBILE = Surface.FRONTEND, Surface.MOBILE
_ANY = r"."


class ServedFolder(NamedTuple):
    """A folder, what shows that it is served, and which of its files are."""

    folder: str
    source: str
    """The page that says so."""
    packages: frozenset[str] = frozenset()
    """npm packages, one of which must be there; empty if the folder's name says enough."""
    manifests: tuple[str, ...] = ()
    """Files beside the folder, one of which must be there."""
    says: str = ""
    """Matches the content of such a file."""
    files: str = _ANY
    """Matches the names in the folder that are served, in lower case."""
    surface: Surface = _FRONTEND


SERVED: tuple[ServedFolder, ...] = (
    ServedFolder("public/", "https://vite.dev/guide/assets#the-public-directory"),
    ServedFolder(
        "static/",
        "https://svelte.dev/docs/kit/project-structure#Project-files-static",
        packages=frozenset(("@sveltejs/kit", "gatsby", "@docusaurus/core", "nuxt-edge")),
    ),
    ServedFolder(
        "static/",
        "https://gohugo.io/configuration/module/#mounts",
        manifests=("hugo.toml", "hugo.yaml", "hugo.json", "config.toml"),
        says=r"(?i)\bbaseurl\b",
    ),
    ServedFolder(
        "wwwroot/",
        "https://learn.microsoft.com/aspnet/core/fundamentals/static-files",
        files=r"[^.].*\.(?:json|xml|txt|csv|md|ini|conf|xaml|manifest)\Z",
    ),
    ServedFolder(
        "src/assets/",
        "https://angular.dev/reference/configs/workspace-config#assets-configuration",
        packages=frozenset(("@angular/core", "@ionic/angular")),
    ),
    ServedFolder(
        "www/",
        "https://cordova.apache.org/docs/en/latest/guide/overview/",
        manifests=("config.xml",),
        says=r"<widget",
        surface=_MOBILE,
    ),
    ServedFolder(
        "dist/",
        "https://vite.dev/guide/assets#the-public-directory",
        packages=frozenset(("vite", "astro", "@rsbuild/core", "@vue/cli-service", "webpack")),
    ),
    ServedFolder("build/", "https://create-react-app.dev/docs/using-the-public-folder/",
                 packages=frozenset(("react-scripts", "@docusaurus/core"))),
    ServedFolder("out/", "https://nextjs.org/docs/app/guides/static-exports",
                 packages=frozenset(("next",))),
    ServedFolder(".output/public/", "https://nuxt.com/docs/getting-started/deployment"),
    ServedFolder(".vercel/output/static/", "https://vercel.com/docs/build-output-api"),
    ServedFolder(".svelte-kit/output/client/", "https://svelte.dev/docs/kit/building-your-app"),
    ServedFolder(".next/static/", "https://nextjs.org/docs/app/guides/self-hosting"),
    ServedFolder(
        ".next/server/",
        "https://nextjs.org/docs/app/guides/static-exports",
        files=r".+\.(?:rsc|html|body)\Z|(?!.*manifest)(?:[^/]+/)*[^/]+\.json\Z",
    ),
    ServedFolder("storybook-static/", "https://storybook.js.org/docs/sharing/publish-storybook"),
)  # fmt: skip

_PAGE_DATA = r"(?:^|/)__data\.json\Z|\.rsc\Z"
"""What SvelteKit and Next.js send of what the server has loaded for a page."""
_APPS = r"\.(?:apks?|xapk|aab|aar|ipa|lynx\.bundle)(?=/|\Z)"
_BROWSER_CONTAINERS = r"\.(?:crx|xpi|asar)(?=/|\Z)"
_SERVED_WASM = (
    r"(?:^|/)(?:public|static|www|wwwroot|htdocs|assets|dist|build|out|pkg)/(?:.{1,400}/)?"
    r"[^/]{1,200}\.wasm\Z"
)


def container(file: CodeFile) -> Verdict | None:
    """The verdict of what a file is, or is packed in: that comes before the file's own name."""
    for surface, pattern in ((_MOBILE, _APPS), (_FRONTEND, _BROWSER_CONTAINERS)):
        if found := re.search(pattern, file.lowered):
            return Verdict(surface, f"it is in a container of that kind ({found[0]})")
    part = path_part(_SERVED_WASM, file.path, file.lowered)
    return Verdict(_FRONTEND, part) if part else None


def outer_path(path: str) -> str:
    """The path of the app or extension that a file is packed in; of any other file its own."""
    found = re.search(f"(?:{_APPS}|{_BROWSER_CONTAINERS})", path.lower())
    return path[: found.end()] if found else path


def served(file: CodeFile) -> Verdict | None:
    """The verdict on a file that is served as it is, whatever is in it."""
    if in_path(_PAGE_DATA, file.lowered):
        return Verdict(_FRONTEND, "it is the data of a page")
    for row in SERVED:
        below = _below(row.folder, file.path)
        if below is None or not re.match(row.files, below[1].lower(), re.DOTALL):
            continue
        if _shows(row, below[0], file) and not _is_hidden(row, below[1], file):
            return Verdict(row.surface, f"it is below {row.folder}")
    return None


def _below(folder: str, path: str) -> tuple[str, str] | None:
    """The project's folder and the file's path below a folder of it; None elsewhere."""
    start = 0 if path.startswith(folder) else path.find("/" + folder) + 1
    if start == 0 and not path.startswith(folder):
        return None
    return path[:start], path[start + len(folder) :]


def _shows(row: ServedFolder, above: str, file: CodeFile) -> bool:
    if row.packages:
        return not row.packages.isdisjoint(file.packages)
    if row.manifests:
        texts = (file.read(above + name) for name in row.manifests)
        return any(text is not None and re.search(row.says, text) for text in texts)
    return True


def _is_hidden(row: ServedFolder, below: str, file: CodeFile) -> bool:
    """Whether it is a dotfile and the server does not answer with those.

    https://expressjs.com/en/resources/middleware/serve-static.html: ``dotfiles`` is ``ignore``.
    """
    hidden = any(part.startswith(".") for part in below.split("/"))
    of_server = file.declared is not None and file.declared.surface is Surface.BACKEND
    return hidden and of_server
