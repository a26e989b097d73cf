"""The rows of bundlers: what their plugins, options and commands put into the bundle."""

from __future__ import annotations

from keyguard.context.shipping.row import (
    FIRST,
    JS,
    OPTION_VALUE,
    BuildTool,
    Command,
    Flag,
    Holds,
    Plugin,
    Section,
)

_NODE = r"(?:async-)?node[\d.]*"
_SERVER = "code that only the server runs"

BUNDLERS: tuple[BuildTool, ...] = (
    BuildTool(
        title="Vite",
        packages=("vite", "rolldown-vite"),
        source="https://vite.dev/config/shared-options#define",
        files=rf"vite\.(?:[\w-]+\.)?config{JS}|vite\.[\w-]+{JS}|(?:electron\.vite|wxt)\.config{JS}",
        stems=("vite.config", "electron.vite.config", "wxt.config"),
        sections=(
            Section("define"),
            Section("envPrefix", Holds.PREFIXES),
            Section("vite.define"),
            Section("vite.envPrefix", Holds.PREFIXES),
            Section("renderer.define"),
            Section("renderer.envPrefix", Holds.PREFIXES),
        ),
        calls=("build", "createServer"),
        plugins=(Plugin("EnvironmentPlugin", Holds.NAMES, module="vite-plugin-environment"),),
        prefixes=("VITE_",),
        prefix_setting="envPrefix",
        unless={"build.ssr": r"true|.+\.[jt]sx?"},
        whole_since=(8, 0),
        server=_SERVER,
    ),
    BuildTool(
        title="webpack",
        packages=("webpack", "@vue/cli-service", "react-app-rewired", "@craco/craco"),
        source="https://webpack.js.org/plugins/define-plugin/",
        files=rf"webpack[\w.-]*{JS}|(?:craco|vue)\.config{JS}|config-overrides{JS}",
        stems=(
            "webpack.config",
            "webpack.common.js",
            "webpack.prod.js",
            "webpack.config.prod.js",
            "webpack.config.production.js",
            "config/webpack.config.js",
            "config/webpack.common.js",
            "config/webpack.prod.js",
            "craco.config",
            "config-overrides.js",
            "vue.config",
        ),
        sections=(
            Section("dotenv", Holds.PREFIXES, since=(5, 103)),
            Section("dotenv.prefix", Holds.PREFIXES, since=(5, 103)),
        ),
        plugins=(
            Plugin("DefinePlugin"),
            Plugin("EnvironmentPlugin", Holds.NAMES),
            Plugin("DotenvPlugin", Holds.PREFIXES, path="prefix"),
            Plugin("Dotenv", Holds.REFERENCED, module="dotenv-webpack"),
        ),
        calls=("webpack",),
        prefixes=("WEBPACK_",),
        unless={"target": _NODE, "externalsPresets.node": "true"},
        server=_SERVER,
    ),
    BuildTool(
        title="Rspack",
        packages=("@rspack/core", "@rspack/cli"),
        source="https://rspack.rs/plugins/webpack/define-plugin",
        files=rf"rspack[\w.-]*{JS}",
        stems=("rspack.config", "rspack.prod.js", "rspack.common.js"),
        sections=(Section("builtins.define", until=(0, 99)),),
        plugins=(Plugin("DefinePlugin"), Plugin("EnvironmentPlugin", Holds.NAMES)),
        unless={"target": _NODE},
        server=_SERVER,
    ),
    BuildTool(
        title="Rsbuild",
        packages=("@rsbuild/core", "@rslib/core", "@modern-js/app-tools"),
        source="https://rsbuild.rs/config/source/define",
        files=rf"(?:rsbuild|rslib|modern)\.(?:[\w-]+\.)?config{JS}",
        stems=("rsbuild.config", "modern.config"),
        sections=(
            Section("source.define"),
            Section("source.globalVars"),
            Section("environments.*.source.define"),
        ),
        plugins=(Plugin("DefinePlugin"), Plugin("EnvironmentPlugin", Holds.NAMES)),
        prefixes=("PUBLIC_",),
        unless={"output.target": _NODE, "target": _NODE},
        server=_SERVER,
    ),
    BuildTool(
        title="esbuild",
        packages=("esbuild", "esbuild-wasm", "tsup", "tsdown"),
        source="https://esbuild.github.io/api/#define",
        files=rf"esbuild[\w.-]*{JS}|ts(?:up|down)\.config{JS}",
        stems=(
            "esbuild.config",
            "tsup.config",
            "esbuild.mjs",
            "build.js",
            "build.mjs",
        ),
        sections=(
            Section("define"),
            Section("env"),
        ),
        calls=("build", "buildSync", "context", "transform", "transformSync", "serve"),
        plugins=(Plugin("esbuild", path="define", module="rollup-plugin-esbuild"),),
        commands=(
            Command(
                r"(?:^|[\s/\"'])(?:esbuild)(?=\s)",
                (
                    Flag(rf"--define:(?:process\.env\.)?(?P<name>[\w.]+)={OPTION_VALUE}"),
                    Flag(rf"--(?:banner|footer):js={OPTION_VALUE}"),
                ),
                unless=r"--platform=node\b",
            ),
            Command(
                r"(?:^|[\s/\"'])(?:tsup|tsdown)(?=\s)",
                (
                    Flag(rf"--env\.(?P<name>\w+)[= ]{OPTION_VALUE}"),
                    Flag(rf"--define\.(?P<name>[\w.]+)[= ]{OPTION_VALUE}"),
                ),
                unless=r"--platform[= ]node\b",
            ),
        ),
        unless={"platform": "node"},
        server=_SERVER,
    ),
    BuildTool(
        title="Bun",
        packages=("bun", "@types/bun", "bun-types"),
        source="https://bun.com/docs/bundler#env",
        files=r"bunfig\.toml",
        stems=("bunfig.toml", "build.ts", "build.js", "scripts/build.ts"),
        sections=(
            Section("define"),
            Section("serve.static.define"),
            Section("serve.static.env", Holds.PREFIXES),
            Section("env", Holds.PREFIXES),
        ),
        calls=("Bun.build",),
        commands=(
            Command(
                r"(?:^|[\s/\"'])bun\s+build(?=\s)",
                (
                    Flag(
                        rf"(?:--define|-d)[= ](?:process\.env\.)?(?P<name>[\w.]+)[=:]{OPTION_VALUE}"
                    ),
                    Flag(r"--env[= ](?:\\?[\"'])?(?P<value>\w*_?)\*(?:\\?[\"'])?", Holds.PREFIXES),
                    Flag(r"--env[= ](?:\\?[\"'])?(?P<value>inline)\b", Holds.REFERENCED),
                ),
                unless=r"--target[= ](?:bun|node)\b|--compile\b",
            ),
        ),
        prefixes=("BUN_PUBLIC_",),
        unless={"target": "bun|node"},
        server=_SERVER,
    ),
    BuildTool(
        title="Rollup",
        packages=("rollup", "rolldown", "@rollup/plugin-replace"),
        source="https://github.com/rollup/plugins/tree/master/packages/replace",
        files=rf"(?:rollup|rolldown)[\w.-]*{JS}",
        stems=("rollup.config", "rolldown.config"),
        sections=(Section("define"), Section("*.define"), Section("transform.define")),
        plugins=(
            Plugin("replace", module="@rollup/plugin-replace"),
            Plugin("replace", module="rollup-plugin-replace"),
            Plugin("injectProcessEnv", module="rollup-plugin-inject-process-env"),
            Plugin("dotenv", Holds.REFERENCED, module="rollup-plugin-dotenv"),
        ),
        unless={"platform": "node"},
        server=_SERVER,
    ),
    BuildTool(
        title="Parcel",
        packages=("parcel", "parcel-bundler"),
        source="https://parceljs.org/features/node-emulation/#environment-variables",
        inlines=FIRST,
        inline_setting=("@parcel/transformer-js", "inlineEnvironment"),
        server=_SERVER,
    ),
    BuildTool(
        title="Babel",
        packages=(
            "babel-plugin-transform-inline-environment-variables",
            "babel-plugin-transform-define",
            "babel-plugin-inline-dotenv",
        ),
        source="https://babeljs.io/docs/babel-plugin-transform-inline-environment-variables",
        files=rf"babel\.config(?:{JS}|\.json)|\.babelrc(?:\.[cm]?js|\.json)?",
        stems=("babel.config", "babel.config.json", ".babelrc", ".babelrc.js"),
        plugins=(
            Plugin("transform-inline-environment-variables", Holds.NAMES, path="include"),
            Plugin("transform-define"),
            Plugin("inline-dotenv", Holds.REFERENCED),
        ),
        server=_SERVER,
    ),
)
