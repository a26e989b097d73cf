"""Which deployment a file configures, by the section that a credential is in."""

import re

import pytest

from keyguard.model import Environment
from tests.context.environment.judged import HERE, NONE, D, P, S, T, classify

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
