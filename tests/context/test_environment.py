"""Which deployment a file configures, as tables of paths and of sections."""

import re

import pytest

from keyguard.context.environment.classify import environment_of
from keyguard.context.file_kinds import is_template_file, is_test_code, words
from keyguard.context.place import context_of
from keyguard.model import Context, Environment, Place, State
from keyguard.settings import Settings
from tests.samples import production_key

KEY = production_key("environment")
HERE = "<key>"
"""Where a table's text has the credential."""

P, S = Environment.PRODUCTION, Environment.STAGING
D, T, NONE = Environment.DEVELOPMENT, Environment.TEST, Environment.NONE


def classify(path: str, text: str = HERE) -> Environment:
    return environment_of(path, text.replace(HERE, KEY), text.index(HERE))


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


WORKFLOW = """\
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: make test
        env:
          KEY: @test@
  deploy:
    environment: production
    steps:
      - name: deploy
        env:
          KEY: @deploy@
  preview:
    environment:
      name: qa
      url: https://example.com
    steps:
      - env: {A: b}
        run: deploy @preview@
"""
SPRING = """\
gateway.key: @common@
---
spring:
  config:
    activate:
      on-profile: prod
gateway:
  key: @prod@
---
spring.config.activate.on-profile: staging
gateway.key: @staging@
"""
WRANGLER = """\
name = "worker"
[vars]
KEY = "@top@"
[env.production]
route = "x"
[env.production.vars]
KEY = "@production@"
[env.staging.vars]
NODE_ENV = "production"
KEY = "@staging@"
"""
EAS = """\
{
  "build": {
    "production": {"env": {"KEY": "@production@"}},
    "preview": {"env": {"KEY": "@preview@"}},
    "development": {"env": {"KEY": "@development@"}}
  }
}
"""
COMPOSE = """\
services:
  web:
    environment:
      - NODE_ENV=production
      - KEY=@web@
  worker:
    environment:
      NODE_ENV: development
      KEY: @worker@
  other:
    environment:
      KEY: @other@
"""


def at(template: str, name: str) -> str:
    """The template with the credential at ``@name@`` and nothing of note at the other marks."""
    return re.sub(r"@\w+@", "x", template.replace(f"@{name}@", HERE))


SECTIONS = [
    ("wrangler.toml", at(WRANGLER, "top"), NONE),
    ("wrangler.toml", at(WRANGLER, "production"), P),
    ("wrangler.toml", at(WRANGLER, "staging"), S),
    ("eas.json", at(EAS, "production"), P),
    ("eas.json", at(EAS, "preview"), S),
    ("eas.json", at(EAS, "development"), D),
    ("serverless.yml", "custom:\n  prod:\n    key: <key>\n  dev:\n    key: x\n", P),
    ("serverless.yml", "custom:\n  prod:\n    key: x\n  dev:\n    key: <key>\n", D),
    ("serverless.yml", "custom:\n  prod:\n    key: x\nprovider:\n  key: <key>\n", NONE),
    (".github/workflows/ci.yml", at(WORKFLOW, "test"), NONE),
    (".github/workflows/ci.yml", at(WORKFLOW, "deploy"), P),
    (".github/workflows/ci.yml", at(WORKFLOW, "preview"), S),
    ("application.yml", at(SPRING, "common"), NONE),
    ("application.yml", at(SPRING, "prod"), P),
    ("application.yml", at(SPRING, "staging"), S),
    ("application.yml", "spring:\n  profiles: prod\nkey: <key>\n", P),
    ("application.yml", "spring.config.activate.on-profile: '!prod'\nkey: <key>\n", NONE),
    ("application.yml", "spring.config.activate.on-profile: prod | staging\nk: <key>\n", NONE),
    ("application.yml", "spring.config.activate.on-profile: prod & cloud\nkey: <key>\n", P),
    ("application.properties", "%prod.gateway.key=<key>\n", P),
    ("application.properties", "%prod.gateway.key=x\ngateway.key=<key>\n", NONE),
    (
        "application.properties",
        "key=x\n#---\nspring.config.activate.on-profile=prod\nkey=<key>\n",
        P,
    ),
    (
        "application.properties",
        "key=<key>\n#---\nspring.config.activate.on-profile=prod\nkey=x\n",
        NONE,
    ),
    (
        "ecosystem.config.js",
        "module.exports = {apps: [{env: {KEY: 'x'},\n env_production: {KEY: '<key>'}}]}",
        P,
    ),
    (
        "ecosystem.config.js",
        "module.exports = {apps: [{env: {KEY: '<key>'},\n env_production: {KEY: 'x'}}]}",
        NONE,
    ),
    ("samconfig.toml", "[prod.deploy.parameters]\nkey = '<key>'\n", P),
    ("samconfig.toml", "[default.deploy.parameters]\nkey = '<key>'\n", NONE),
    ("config.ini", "[staging]\nkey = <key>\n[production]\nkey = x\n", S),
    ("config.ini", "[test]\nkey = <key>\n", NONE),
    ("database.yml", "development:\n  k: x\ntest:\n  key: <key>\n", T),
    ("wrangler.toml", "[env.production.vars]\nTEST = '<key>'\n", P),
    ("config.yml", "production:\n  sandbox: <key>\n", P),
    ("config.yml", "production: x\nsandbox: <key>\n", S),
    ("pipeline.yml", "test:\n  key: <key>\n", NONE),
    ("config.json", '{"keys": {"production": "x", "staging": "<key>"}}', S),
    ("config.json", '{"keys": {"products": "<key>"}}', NONE),
    ("config.json", '{"devDependencies": {"a": "<key>"}}', NONE),
    ("config.json", '{"production": {"a": 1}, "key": "<key>"}', NONE),
    ("config.py", 'class StagingConfig(Base):\n    KEY = "<key>"\n', S),
    ("app/build.gradle", "productFlavors {\n  prod {\n    field 'KEY', '<key>'\n  }\n}", P),
    ("main.tf", 'module "api" {\n  key = "<key>"\n}\n', NONE),
    ("config.yml", "env:\n- A=b\n- KEY=<key>\nproduction:\n  a: b\n", NONE),
    ("config.yml", "production:\n\n# a comment\n\n  list:\n  - key: <key>\n", P),
    ("docker-compose.yml", at(COMPOSE, "web"), P),
    ("docker-compose.yml", at(COMPOSE, "worker"), D),
    ("docker-compose.yml", at(COMPOSE, "other"), NONE),
    # a section beats the path
    ("config/production.yml", "staging:\n  key: <key>\n", S),
    ("prod/wrangler.toml", at(WRANGLER, "staging"), S),
    # sections mean nothing in source and prose
    ("src/keys.ts", "const keys = {production: '<key>'}", NONE),
    ("README.md", "[production]\nkey = '<key>'\n", NONE),
    # input that no parser would take
    ("a.json", "}}}]]] <key> {{{[[[", NONE),
    ("a.yml", ":\n - - - :\n<key>", NONE),
    ("a.toml", "[[[\n[]\n<key>", NONE),
]


@pytest.mark.parametrize(("path", "text", "expected"), SECTIONS)
def test_the_nearest_section_says_it(path: str, text: str, expected: Environment) -> None:
    assert classify(path, text) is expected


VARIABLES = [
    (".env", "NODE_ENV=production\nKEY=<key>\n", P),
    (".env", "KEY=<key>\nRAILS_ENV='staging'\n", S),
    (".env", "APP_ENV=local\nKEY=<key>\n", D),
    (".env", "export NODE_ENV=test\nKEY=<key>\n", T),
    (".env.staging", "APP_ENV=production\nKEY=<key>\n", P),
    ("prod/app.properties", "SPRING_PROFILES_ACTIVE=staging\nkey=<key>\n", S),
    ("Dockerfile", "ENV NODE_ENV production\nENV KEY <key>\n", P),
    ("task.json", '[{"name": "NODE_ENV", "value": "staging"}, {"name":"K", "value": "<key>"}]', S),
    ("pod.yaml", "env:\n- name: NODE_ENV\n  value: production\n- name: K\n  value: <key>\n", P),
    (".env", "ENV=staging\nKEY=<key>\n", S),
    (".env", "CONNEXEASE_ENV=staging\nKEY=<key>\n", S),
    (".env", "DJANGO_SETTINGS_MODULE=config.settings.production\nKEY=<key>\n", P),
    # a staging server is built like production
    (".env", "NODE_ENV=production\nAPP_ENV=staging\nKEY=<key>\n", S),
    (".env", "APP_ENV=staging\nNODE_ENV=production\nKEY=<key>\n", S),
    # two of them say nothing, and the path decides
    (".env", "APP_ENV=production\nDEPLOY_ENV=staging\nKEY=<key>\n", NONE),
    (".env.staging", "APP_ENV=production\nDEPLOY_ENV=staging\nKEY=<key>\n", S),
    (".env.staging", "NODE_ENV=production\nAPP_ENV=staging\nKEY=<key>\n", S),
    ("wp-config.php", "define('WP_ENVIRONMENT_TYPE', 'staging');\ndefine('K', '<key>');\n", S),
    ("wp-config.php", 'define( "WP_ENV", "production" );\ndefine("K", "<key>");\n', P),
    ("config.php", "define('APP_ENV', 'staging');\ndefine('K', '<key>');\n", S),
    ("config.php", "define('ENVIRONMENT', 'production');\ndefine('K', '<key>');\n", P),
    (".env", "WP_ENVIRONMENT_TYPE=development\nKEY=<key>\n", D),
    (".env", "APP_ENV=producao\nKEY=<key>\n", P),
    (".env", "APP_ENV=canli\nKEY=<key>\n", P),
    (".env", "APP_ENV=homolog\nKEY=<key>\n", S),
    (
        "a.postman_environment.json",
        '{"name": "Staging", "values": [{"key": "k", "value": "<key>"}]}',
        S,
    ),
    (
        "a.postman_environment.json",
        '{"id": "1",\n "name": "Shop Production",\n "values": [{"key": "k", "value": "<key>"}]}',
        P,
    ),
    ("http-client.env.json", '{"staging": {"webhook_secret": "<key>"}, "prod": {}}', S),
    ("http-client.private.env.json", '{"dev": {}, "prod": {"webhook_secret": "<key>"}}', P),
    # what only looks like one
    (
        "a.postman_environment.json",
        '{"name": "Shop", "values": [{"key": "k", "value": "<key>"}]}',
        NONE,
    ),
    ("a.json", '{"name": "Staging", "values": [{"key": "k", "value": "<key>"}]}', NONE),
    ("config/app.php", "'env' => env('APP_ENV', 'production'),\n'key' => '<key>',\n", NONE),
    ("config.php", "if (getenv('APP_ENV', 'production')) { define('K', '<key>'); }\n", NONE),
    ("wp-config.php", "define('WP_ENVIRONMENT_TYPE', getenv('X'));\ndefine('K', '<key>');\n", NONE),
    ("wp-config.php", "// define('WP_ENV', 'production');\ndefine('K', '<key>');\n", NONE),
    (".env", "# NODE_ENV=production\nKEY=<key>\n", NONE),
    (".env", "NODE_ENV=\nKEY=<key>\n", NONE),
    (".env", "NODE_ENV=reproduction\nKEY=<key>\n", NONE),
    (".env", "NODE_ENV=$MODE\nKEY=<key>\n", NONE),
    (".env", "my.NODE_ENV=production\nKEY=<key>\n", NONE),
    (".env", "ENV STAGE\nKEY=<key>\n", NONE),
    (".env", "VIRTUAL_ENV=/srv/prod\nKEY=<key>\n", NONE),
    (".env", "NODE_ENVIRONMENTS=prod\nKEY=<key>\n", NONE),
    (".env", "SPRING_PROFILES_ACTIVE=prod,staging\nKEY=<key>\n", NONE),
    ("config.js", "if (process.env.NODE_ENV === 'production') {}\nkey('<key>')\n", NONE),
    ("src/app.js", "NODE_ENV='production'\nconst key = '<key>'\n", NONE),
    ("run.sh", "NODE_ENV=production KEY=<key> node .\n", NONE),
]


@pytest.mark.parametrize(("path", "text", "expected"), VARIABLES)
def test_a_variable_of_the_file_says_it(path: str, text: str, expected: Environment) -> None:
    assert classify(path, text) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("NonProd", ["nonprod"]),
        ("pre-production", ["preprod"]),
        ("preproduction", ["preprod"]),
        ("non_prod.env", ["nonprod", "env"]),
        ("reproduction", ["reproduction"]),
        ("HTTPProd2", ["http", "prod", "2"]),
        ("pre", ["pre"]),
        ("", []),
    ],
)
def test_words(name: str, expected: list[str]) -> None:
    assert words(name) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (".env.example", True),
        (".env.staging.example", True),
        (".env-sample", True),
        ("example.env", True),
        ("config.yml.dist", True),
        ("nginx.conf.template", True),
        ("values.yaml.tpl", True),
        ("config.example.js", True),
        ("config-sample.yml", True),
        (".env", False),
        (".env.staging", False),
        ("template.yaml", False),
        ("templates/deployment.yaml", False),
        ("examples/.env", False),
        ("src/Example.tsx", False),
        ("dist/app.js", False),
        ("resample.yml", False),
    ],
)
def test_templates(path: str, expected: bool) -> None:
    assert is_template_file(path) is expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("tests/app.py", True),
        ("src/__tests__/App.tsx", True),
        ("spec/models/user.rb", True),
        ("gitleaks/testdata/.env.prod", True),
        ("pkg/fixtures/a.json", True),
        ("src/app.test.ts", True),
        ("src/app.spec.js", True),
        ("pkg/app_test.go", True),
        ("test_app.py", True),
        ("conftest.py", True),
        ("src/main/GatewayTest.java", True),
        ("app/src/androidTest/java/A.kt", True),
        ("src/app.ts", False),
        (".env.test", False),
        ("environments/test/api.yaml", False),
        ("config/environments/test.rb", False),
        ("application-test.yml", False),
        ("web/form.clienttest.tsx", True),
        ("web/api.servertest.ts", True),
        ("handlers/handlertest/handlertest.go", True),
        ("handlers/latest/latest.go", False),
        ("handlers/handlertest/server.go", False),
        ("web/form.latest.json", False),
        ("latest/app.py", False),
        ("src/contest.py", False),
        ("src/testimonials.tsx", False),
        ("inspect/app.py", False),
        ("Latest.java", False),
    ],
)
def test_test_code(path: str, expected: bool) -> None:
    assert is_test_code(path) is expected


def context(path: bytes, name: str = "", settings: Settings | None = None) -> Context:
    where = Place(path, State.TREE)
    return context_of(where, KEY, 0, name, settings or Settings(), lambda place, path: None)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (b"deploy/blue/.env", P),
        (b"deploy/blue/green/.env", S),
        (b"deploy/red/.env", NONE),
        (b"deploy/red/.env.staging", S),
        (b"docs/guide.md", D),
        (b"blue.py", P),
        (b"deeper/blue.py", NONE),
    ],
)
def test_the_last_matching_glob_overrides(path: bytes, expected: Environment) -> None:
    globs = (("deploy/blue/**", P), ("green/", S), ("*.md", D), ("/blue.py", P))
    assert context(path, settings=Settings(environments=globs)).environment is expected


@pytest.mark.parametrize(
    "path", [b"", b"/", b"./", b"a\nb/.env\n", b"\xff\xfe/\xff.yml", b"..", b"a" * 5000, b"//.env"]
)
def test_odd_paths_are_normal(path: bytes) -> None:
    assert context(path).environment is NONE


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("VITE_CONNEXEASE_API_KEY", "VITE_"),
        ("process.env.NEXT_PUBLIC_KEY", "NEXT_PUBLIC_"),
        ("import.meta.env.PUBLIC_GATEWAY", "PUBLIC_"),
        ('"REACT_APP_KEY"', "REACT_APP_"),
        ("PUBLIC_KEY", ""),
        ("MY_PUBLIC_KEY", ""),
        ("INVITE_KEY", ""),
        ("vite_key", ""),
        ("CONNEXEASE_API_KEY", ""),
        ("", ""),
    ],
)
def test_public_prefixes(name: str, prefix: str) -> None:
    assert context(b".env", name).public_prefix == prefix


@pytest.mark.parametrize(
    ("before", "prefix"),
    [
        ("VITE_API_URL=https://example.org/?key=", "VITE_"),
        ("A=b\n" * 400 + "VITE_API_URL=https://example.org/?key=", "VITE_"),
        ("VITE_API_URL=https://example.org/" + "a" * 400 + "?key=", "VITE_"),
        ("VITE_API_URL=https://example.org/" + "a" * 700 + "?key=", ""),
        ("VITE_API_URL=https://example.org/\nURL=https://example.org/?key=", ""),
        ("API_URL=https://example.org/?VITE_KEY&key=", ""),
        ("# VITE_API_URL\nAPI_URL=https://example.org/?key=", ""),
    ],
)
def test_what_holds_a_url_counts_and_not_its_parameter(before: str, prefix: str) -> None:
    place = Place(b".env", State.TREE)
    text = f"{before}{KEY}\nVITE_OTHER=x\n"
    found = context_of(place, text, len(before), "key", Settings(), lambda place, path: None)
    assert found.public_prefix == prefix


def test_a_template_keeps_its_environment_and_says_that_it_is_one() -> None:
    found = context(b".env.staging.example")
    assert (found.environment, found.template) == (S, True)
    assert not context(b".env.staging").template


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        "{" * 200_000,
        " " * 200_000,
        "-" * 200_000,
        "- " * 100_000,
        "a:\n" * 70_000,
        "a{" * 100_000,
        "qa.qa.qa {" * 20_000,
        "NODE_ENV=dev,dev\n" * 12_000,
        "% a=\n" * 40_000,
        "\n".join(" " * depth + "qa:" for depth in range(500)),
    ],
)
@pytest.mark.parametrize("path", ["a.yml", "a.json", "a.toml", "a.properties", "config.py", ".env"])
def test_hostile_text_has_no_class(path: str, text: str) -> None:
    assert environment_of(path, text + KEY, len(text)) is NONE
