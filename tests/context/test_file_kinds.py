"""What a name says of a file: the words in it, templates, and the code of tests."""

import pytest

from keyguard.context.file_kinds import is_env_file, is_template_file, is_test_code, words


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
        (".env", True),
        (".env.staging", True),
        ("deploy/prod.env", True),
        ("env", True),
        ("chatwoot.env.staging", True),
        ("docker/app.env.local", True),
        (".envrc", True),
        (".env.prod.sh", True),
        ("env-vars.sh", True),
        ("env.staging.ps1", True),
        (".env.example", False),
        ("chatwoot.env.example", False),
        ("import-meta.env.ts", False),
        ("webpack.env.config.js", False),
        ("http-client.env.json", False),
        ("process.env.md", False),
        ("shop.environment.staging", False),
        ("env.example.sh", False),
        ("env-files.md", False),
        # What does something with variables sets none.
        ("Docker/scripts/env_functions.sh", False),
        ("env-check.bash", False),
        ("scripts/env_setup.ps1", False),
        ("env.lua", False),
        ("env_loader.pl", False),
    ],
)
def test_env_files(path: str, expected: bool) -> None:
    assert is_env_file(path) is expected


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
        ("App/AppUITests/Keys.swift", True),
        ("Shop.Tests/appsettings.json", True),
        ("src/Shop.Test/Keys.cs", True),
        ("app/src/testDebug/java/Keys.kt", True),
        ("app/src/testimonials/Keys.kt", False),
        ("src/latests/keys.ts", False),
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
