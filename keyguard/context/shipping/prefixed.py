"""The rows of tools that ship variables with their prefix, and have no other way to ship any."""

from __future__ import annotations

from keyguard.context.shipping.row import BuildTool

_TOOLS: tuple[tuple[str, tuple[str, ...], tuple[str, ...], str], ...] = (
    (
        "Sanity",
        ("sanity", "@sanity/cli"),
        ("SANITY_STUDIO_", "SANITY_APP_"),
        "https://www.sanity.io/docs/environment-variables",
    ),
    (
        "Strapi",
        ("@strapi/strapi",),
        ("STRAPI_ADMIN_",),
        "https://docs.strapi.io/cms/configurations/environment",
    ),
    (
        "Nx",
        ("@nx/webpack", "@nx/rspack", "@nx/react", "@nx/web"),
        ("NX_PUBLIC_",),
        "https://github.com/nrwl/nx/blob/master/packages/webpack/src/utils/get-client-environment.ts",
    ),
    (
        "Zudoku",
        ("zudoku",),
        ("ZUDOKU_PUBLIC_", "ZUPLO_PUBLIC_"),
        "https://zudoku.dev/docs/guides/environment-variables",
    ),
    (
        "Fresh",
        ("@fresh/plugin-vite",),
        ("FRESH_PUBLIC_",),
        "https://fresh.deno.dev/docs/advanced/environment-variables",
    ),
    (
        "Brisa",
        ("brisa",),
        ("BRISA_PUBLIC_",),
        "https://brisa.build/building-your-application/configuring/environment-variables",
    ),
    (
        "Twilio Flex",
        ("flex-plugin-scripts", "flex-plugin-webpack"),
        ("FLEX_APP_", "REACT_APP_"),
        "https://www.twilio.com/docs/flex/developer/plugins/environment-variables",
    ),
    (
        "Gridsome",
        ("gridsome",),
        ("GRIDSOME_",),
        "https://gridsome.org/docs/environment-variables/",
    ),
    (
        "Razzle",
        ("razzle",),
        ("RAZZLE_",),
        "https://github.com/jaredpalmer/razzle/blob/main/packages/razzle/config/env.js",
    ),
    ("Poi", ("poi",), ("POI_APP_",), "https://github.com/egoist/poi"),
    ("WMR", ("wmr",), ("WMR_",), "https://github.com/preactjs/wmr"),
    ("Remax", ("remax", "remax-cli"), ("REMAX_APP_",), "https://github.com/remaxjs/remax"),
)

PREFIXED: tuple[BuildTool, ...] = tuple(
    BuildTool(
        title=title,
        packages=packages,
        source=source,
        prefixes=prefixes,
        server="a server of your own",
    )
    for title, packages, prefixes, source in _TOOLS
)
