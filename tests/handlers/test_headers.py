"""Secrets in other headers than Authorization, which a configuration names."""

from __future__ import annotations

import pytest

from tests.tools import Repository, keyguard, scan_json

HANDLERS = {
    "express.js": """
app.post('/webhook', (req, res) => {
  if (req.headers['x-hook-auth'] !== process.env.HOOK_SECRET) return res.sendStatus(401);
  res.sendStatus(200);
});
""",
    "nest.ts": """
@Controller('webhook')
export class WebhookController {
  @Post()
  receive(@Headers('X-Hook-Auth') given: string, @Body() body: any) {
    if (given !== process.env.HOOK_SECRET) throw new UnauthorizedException();
    return { ok: true };
  }
}
""",
    "api.py": """
@app.post("/webhook")
async def webhook(body: dict, x_hook_auth: str = Header(None)):
    if x_hook_auth != os.environ["HOOK_SECRET"]:
        raise HTTPException(401)
    return {"ok": True}
""",
    "django.py": """
def webhook(request):
    if request.META.get("HTTP_X_HOOK_AUTH") != settings.HOOK_SECRET:
        return HttpResponse(status=401)
    return HttpResponse()
""",
    "webhook.php": """<?php
if (($_SERVER['HTTP_X_HOOK_AUTH'] ?? '') !== getenv('HOOK_SECRET')) {
    http_response_code(401);
    exit;
}
echo file_get_contents('php://input');
""",
    "webhook.go": """package main
func webhook(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("X-Hook-Auth") != os.Getenv("HOOK_SECRET") {
		w.WriteHeader(401)
		return
	}
	w.WriteHeader(200)
}
""",
    "Webhook.java": """
@RestController
class WebhookController {
    @PostMapping("/webhook")
    ResponseEntity<Void> hook(@RequestHeader("X-Hook-Auth") String given, @RequestBody String b) {
        if (!given.equals(System.getenv("HOOK_SECRET"))) return ResponseEntity.status(401).build();
        return ResponseEntity.ok().build();
    }
}
""",
    "Webhook.cs": """
app.MapPost("/webhook", (HttpRequest request) =>
{
    if (request.Headers["X-Hook-Auth"] != config["HookSecret"]) return Results.Unauthorized();
    return Results.Ok();
});
""",
}
TIMING = "webhook-compare-timing"


@pytest.fixture
def handlers(repository: Repository) -> Repository:
    for name, code in HANDLERS.items():
        repository.write(name, code)
    return repository


def test_a_header_that_is_not_named_is_not_known(handlers: Repository) -> None:
    assert scan_json("scan", cwd=handlers.path).found == set()


@pytest.mark.parametrize("name", ["X-Hook-Auth", "x-hook-auth"])
def test_a_header_that_is_named_is_checked_as_authorization(
    name: str, handlers: Repository
) -> None:
    handlers.write(".keyguard.toml", f'webhook-headers = ["X-Other-Key", "{name}"]\n')
    found = scan_json("scan", cwd=handlers.path).found
    assert {path for rule, path in found if rule == TIMING} == set(HANDLERS)


def test_what_is_staged_is_checked_with_it(handlers: Repository) -> None:
    handlers.write(".keyguard.toml", 'webhook-headers = ["X-Hook-Auth"]\n')
    handlers.git("add", "--all")
    found = scan_json("staged", cwd=handlers.path).found
    assert {path for rule, path in found if rule == TIMING} == set(HANDLERS)


def test_another_header_stays_unknown(handlers: Repository) -> None:
    handlers.write(".keyguard.toml", 'webhook-headers = ["X-Hook-Author"]\n')
    assert keyguard("scan", cwd=handlers.path).code == 0
