"""Where a word ends a section's title or a name, and where it is only a part of another word."""

from __future__ import annotations

import pytest

from keyguard.prefilter.select import CluePrefilter, FastPrefilter, HistoryPrefilter
from keyguard.settings import KeyFormat

PREFILTERS = [kind(KeyFormat()) for kind in (CluePrefilter, FastPrefilter, HistoryPrefilter)]
WORTH_A_LOOK = (
    "webhook:\n  url: /in",
    "  Web-Hooks: # of the shop\n",
    '"WEB_HOOK" : {',
    "webhooks = {",
    "webhook: &defaults{",
    'resource "webhook" "orders" {',
    "webhook MyHook{",
    "[app.webhooks]\n",
    '[webhook."orders"]\r\n',
    "'webhooks' => [",
    r"web\u002dhook: {",
    "web%2Dhook:\n",
    "web&#45;hooks: {",
    r"we\x62hook: {",
    r"we\x62-hook: {",
    r"\x77\x65\u{62}hook: {",
    "web=\nhook: {",
    "web=\r\nhook: {",
    "webhook =3D {",
    "webhook =3D> {",
    "webhook =3D3D {",
    "whsec = ",
    'x == "value" whsec',
    "WH_SECRET",
    "wh.secret",
    "middleware.KeyAuthWithConfig(middleware.KeyAuthConfig{",
    "keyauth.New(keyauth.Config{",
    "middleware.KeyAuth(func(key string",
    "bearerAuth({ token })",
    "token = AUTHORIZATION[7:]",
    "auth[7..]",
    "substr($auth, 7)",
    "token := string(auth)[7:]",
    'strings.TrimSpace(r.Header.Get("Authorization"))[7:]',
    "header.split(' ')[1]",
    "authHeader.partition(' ')",
    "req.headers.authorization.slice(7)",
)
PASSED_OVER = (
    "hooks:\n  - id: check",
    "  pre-commit hooks: # run\n",
    "onRequest hook {",
    '"preCommitHooks": {',
    "hooks = {",
    "const webhookHandler = async () => {",
    "interface WebhookEndpoint {",
    "class WebhookSignature extends Base {",
    "[hooks]\n",
    "[git_hooks]\n",
    "'hooks' => [",
    "git-hook: {",
    "use_hooks: {",
    "whsec_test",
    "whsecurity = 1",
    "createApiKeyAuthenticator(",
    "registerApiKeyAuthTests = (adapter) => {",
    "bearerAuthMiddleware(app, options)",
    "author\nrows[7:]",
    "authors; rows[7:]",
    "author = rows.sort(, 8)",
    "rows[7:] # author",
    "f(1, 7)",
)


@pytest.mark.parametrize("prefilter", PREFILTERS, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("text", WORTH_A_LOOK)
def test_is_worth_a_look(prefilter: CluePrefilter, text: str) -> None:
    assert prefilter.matches(text.encode())


@pytest.mark.parametrize("prefilter", PREFILTERS, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("text", PASSED_OVER)
def test_is_passed_over(prefilter: CluePrefilter, text: str) -> None:
    assert not prefilter.matches(text.encode())
