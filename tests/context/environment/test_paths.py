"""Which deployment a file configures, by its path alone."""

import pytest

from keyguard.model import Environment
from tests.context.environment.judged import NONE, D, P, S, T, classify

PATHS = {
    P: """
        .env.production .env.production.local .env.prod .env.prd .env.live prod.env env/prod.env
        envs/production/api.yaml config/prod/api.json config/environments/production.rb
        config/credentials/production.yml.enc.json config/prod.exs config/runtime.exs
        appsettings.Production.json Web.Release.config application-prod.yml
        settings/production.py config/production.json values-prod.yaml values.production.yaml
        overlays/prod/secret.yaml prod.tfvars prod.auto.tfvars live/prod/terragrunt.hcl
        group_vars/production/main.yml docker-compose.prod.yml compose.production.yaml
        ecosystem.production.config.js src/environments/environment.prod.ts Release.xcconfig
        Production.xcconfig app/src/prod/res/values/strings.xml lib/main_prod.dart
        app/src/release/res/values/strings.xml
        staging/prod.env Dockerfile.prod config.live.json .dev.vars.production
        ios/fastlane/.env.production .env-prod env.production deploy-production.yml
        .env.canli .env.canlı .env.uretim .env.üretim .env.producao .env.produção .env.produccion
        .env.producción .env.produksi producao.env config/producao.json environments/Production.bru
        application-canli.yml values-produccion.yaml overlays/canli/secret.yaml requests/prod.http
        shop.production.postman_environment.json
    """,
    S: """
        .env.staging .env.stg .env.stage .env.uat .env.qa .env.preprod .env.pre-prod .env.nonprod
        .env.non-prod .env.preview .env.sandbox staging.env environments/staging/api.yaml
        config/environments/staging.rb appsettings.Staging.json appsettings.NonProd.json
        appsettings.PreProduction.json application-staging.yml application-uat.properties
        config/staging.json values-staging.yaml overlays/staging/secret.yaml staging.tfvars
        inventories/stage/hosts.yml docker-compose.staging.yml fly.staging.toml app.staging.yaml
        app/src/staging/res/values/strings.xml Staging.xcconfig lib/main_staging.dart
        prod/staging.env nonprod/values.yaml accounts/pre-production/main.tf stage.yml
        non_production.yaml .env.staging.local .env.staging.example
        .env.homolog .env.hml .env.hmg .env.homologacao .env.homologação .env.homologacion
        .env.preproduccion .env.pre-producao application-homolog.yml overlays/hml/secret.yaml
        environments/staging.bru staging.http Staging.postman_environment.json
    """,
    D: """
        .env.development .env.development.local .env.dev dev.env local.env
        config/environments/development.rb config/dev.exs appsettings.Development.json
        Properties/launchSettings.json application-dev.yml application-local.yml settings/local.py
        overlays/dev/secret.yaml dev.tfvars docker-compose.override.yml Debug.xcconfig
        app/src/debug/res/values/strings.xml .dev.vars .env.desarrollo .env.desenvolvimento
        .env.gelistirme .env.geliştirme environments/dev.bru
    """,
    T: """
        .env.test .env.test.local .env.ci .env.testing config/environments/test.rb config/test.exs
        application-test.yml docker-compose.test.yml environments/test/api.yaml
        .env.pruebas .env.teste .env.testes .env.deneme environments/pruebas.bru
    """,
    NONE: """
        .env .env.local .env.example .envrc config.yml settings.py config/application.rb
        reproduction.yml products.yaml producer.toml productionize.json .lintstagedrc.json
        lint-staged.config.js postage.yml reprod.yaml staged.json uat-notes.yaml
        production_staging_diff.md production_staging_diff.yml deploy-staging-to-prod.yml
        prod/deploy-staging-to-prod.yml stage/pipeline.yml stages.yml my-stage.yml live/values.yaml
        test/data.yml sandbox/config.yaml release/notes.yml release.yml main.tf default.yml
        live.json test.json sandbox.json preview.yml qa.yml
        drivers/staging/media/atomisp.yaml drivers/staging/rtl8723bs/main.c
        staging/src/k8s.io/api/types.yaml staging/src/main.go production/main.py
        packages/clerk-js/sandbox/app.ts packages/shared/src/clientUat.ts packages/stg/utils.ts
        src/production.go prod/Service.java scripts/deploy-staging.sh staging/README.md
        docs/production.md STAGING.md env/staging.rst production.log prod.csv
        src/staging/index.ts app/staging.go settings_test.py config/config.test.ts
        src/sandbox/config.json src/live/config.json src/qa/app.yml src/review/settings.toml
        src/dev/server.js environments.ts package.json .github/workflows/ci.yml
        canli.json canli-yayin.yml uretim-hatti.json homolog.yml genes/homolog.json deneme.yml
        pruebas.json reproduccion.yml produccion.py requests/orders.http collection.bru
        docs/producao.md shop.postman_environment.json
    """,
}


@pytest.mark.parametrize(
    ("path", "expected"), [(path, kind) for kind, paths in PATHS.items() for path in paths.split()]
)
def test_the_path_says_it(path: str, expected: Environment) -> None:
    assert classify(path) is expected
