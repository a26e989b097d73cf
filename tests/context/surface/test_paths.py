"""Where the code of a file runs, by its path alone."""

import pytest

from keyguard.model import Surface
from tests.context.surface.judged import NONE, B, F, M, look

PATHS = {
    F: """
        index.html src/App.vue src/lib/Chat.svelte src/Chat.jsx src/Chat.tsx public/app.js
        static/js/main.js wwwroot/site.js www/app.js assets/app.js dist/app.js build/main.3f2a.js
        build/main.js.map dist/app.css.map public/app.map src/chat.client.ts sw.js
        service-worker.js src/environments/environment.prod.ts frontend/src/gateway.ts
        front-end/gateway.js client/gateway.js vendor.min.js app.bundle.js public/config.json
        public/.env public/data.yml public/keys.csv public/a/settings.toml wwwroot/data.csv
        .next/server/app/page.rsc .next/server/pages/about.json build/a/__data.json
        .next/static/data.txt .output/public/a.yml pkg/app_bg.wasm public/app.wasm
        ext/shop.crx shop.xpi shop.xpi/background.js release/app.asar/main.js app.asar
        app.asar/README.md app.asar/test/a.js wwwroot/_framework/Shop.wasm
    """,
    M: """
        app/src/main/res/values/strings.xml res/values-tr/keys.xml app/src/main/AndroidManifest.xml
        ios/App/Info.plist Config/Staging.xcconfig ios/GoogleService-Info.plist
        app/google-services.json App/Gateway.swift lib/main.dart lib/src/api/gateway.dart
        app/src/main/java/com/a/Gateway.java app/src/main/kotlin/Gateway.kt Assets/Gateway.cs
        capacitor.config.ts dart_defines/prod.json ios/App.xcodeproj/project.pbxproj
        lib.aar app.apk app.apk/classes.dex app.apk/assets/config.json app.aab/base/dex/classes.dex
        Shop.ipa/Payload/Shop.app/Info.plist Shop.ipa/Payload/Shop.app/main.jsbundle
        app.apk/assets/index.html app.apk/assets/docs/README.md app.apk/res/a.txt build/app.apk
    """,
    B: """
        pages/api/send.ts src/pages/api/send.js app/api/send/route.ts app/send/route.js
        src/routes/send/+server.ts src/routes/+page.server.ts src/routes/+layout.server.js
        src/hooks.server.ts app/send.server.tsx src/lib/server/gateway.ts server/api/send.ts
        netlify/functions/send.js functions/send.ts api/send.js supabase/functions/send/index.ts
        workers/send.js backend/index.js server/index.ts apps/api/src/main.ts middleware.ts
        src/middleware.ts server.js app/page.tsx src/app/chat/page.tsx app/layout.js
        server/Page.vue app.py main.go app.rb dist/server/app.js index.php
    """,
    NONE: """
        src/gateway.ts gateway.js index.js lib/gateway.mjs src/api/gateway.ts src/workers/send.ts
        src/functions/send.ts src/store/middleware.ts web/gateway.ts src/client/http.ts
        packages/sdk/src/client.ts vite.config.ts next.config.js scripts/send.js tools/a.mjs
        .eslintrc.js gulpfile.js README.md docs/frontend.md public/notes.md CHANGELOG .env
        frontend/.env.production config.yml publications/data.yml package.json app.json
        static/.env static/keys.csv www/.env wwwroot/.env wwwroot/data.yml dist/.env build/.env
        .next/server/app-paths-manifest.json .next/required-server-files.json .next/cache/a.txt
        src/assets/keys.csv republic/.env tests/app.apk/a.txt src/gateway.wasm
        apk/config.txt asar/main.txt myapk/a.txt public.env
        eas.json values/strings.xml settings.gradle gradle.properties local.properties
        bin/main.dart src/Gateway.java src/Gateway.kt src/Gateway.cs solver.m main.c run.sh
        lib/notes.map publications/app.js clients/gateway.js rebuild/app.js statics/app.js
        src/app.test.tsx tests/public/app.js src/__tests__/App.vue manifest.json data.csv
    """,
}


@pytest.mark.parametrize(
    ("path", "expected"), [(path, kind) for kind, paths in PATHS.items() for path in paths.split()]
)
def test_the_path_alone(path: str, expected: Surface) -> None:
    assert look(path).surface is expected
