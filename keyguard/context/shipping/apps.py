"""The rows of tools that build apps: for phones, for desktops, and for browsers to install."""

from __future__ import annotations

from keyguard.context.shipping.row import FIRST, JS, BuildTool, Section
from keyguard.model import Surface

_ELSEWHERE = "a server of your own"

APPS: tuple[BuildTool, ...] = (
    BuildTool(
        title="Expo",
        packages=("expo",),
        source="https://docs.expo.dev/workflow/configuration/#properties",
        files=rf"app\.json|app\.config(?:{JS}|\.json)",
        stems=("app.json", "app.config.ts", "app.config.js", "app.config.json"),
        sections=(
            Section("extra"),
            Section("expo.extra"),
            Section("ios.infoPlist"),
            Section("expo.ios.infoPlist"),
            Section("android.config"),
            Section("expo.android.config"),
            Section("ios.config"),
            Section("expo.ios.config"),
        ),
        prefixes=("EXPO_PUBLIC_",),
        surface=Surface.MOBILE,
        server="a server of your own, or an API route (app/…+api.ts)",
    ),
    BuildTool(
        title="EAS Build",
        packages=("eas-cli",),
        source="https://docs.expo.dev/eas/environment-variables/",
        files=r"eas\.json",
        sections=(Section("build.*.env"),),
        surface=Surface.MOBILE,
        server="a server of your own",
    ),
    BuildTool(
        title="NativeScript",
        packages=("@nativescript/webpack",),
        source="https://docs.nativescript.org/configuration/webpack#using-dotenv-files",
        inlines=FIRST,
        surface=Surface.MOBILE,
        server=_ELSEWHERE,
    ),
    BuildTool(
        title="Lynx",
        packages=("@lynx-js/rspeedy",),
        source="https://lynxjs.org/api/rspeedy/rspeedy.source.define",
        files=rf"lynx\.config{JS}",
        stems=("lynx.config",),
        sections=(Section("source.define"), Section("environments.*.source.define")),
        prefixes=("PUBLIC_",),
        surface=Surface.MOBILE,
        server=_ELSEWHERE,
    ),
    BuildTool(
        title="electron-vite",
        packages=("electron-vite",),
        source="https://electron-vite.org/guide/env-and-mode",
        prefixes=("MAIN_VITE_", "PRELOAD_VITE_", "RENDERER_VITE_"),
        server=_ELSEWHERE,
    ),
    BuildTool(
        title="Extension.js",
        packages=("extension",),
        source="https://github.com/extension-js/extension.js/tree/main/programs/develop#readme",
        prefixes=("EXTENSION_PUBLIC_",),
        server=_ELSEWHERE,
    ),
)
