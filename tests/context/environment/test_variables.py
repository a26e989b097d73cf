"""Which deployment a file configures, by the variables that it sets."""

import pytest

from keyguard.model import Environment
from tests.context.environment.judged import NONE, D, P, S, T, classify

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
