"""The ways in which servers, services and commands are given a variable: none has a quote or a sign
of its own around the value."""

from __future__ import annotations

from keyguard.detect.webhook.forms.form import form
from keyguard.detect.webhook.forms.form_parts import DESCRIBED, QUOTED, QUOTED_OR_BARE

_PROGRAMS = (
    r"(?:node|nodemon|npm|npx|pnpm|yarn|bunx?|deno|ts-node|tsx|next|nest|nuxt|vite|jest|vitest|mocha"
    r"|php|composer|phpunit|python3?|poetry|uv|flask|gunicorn|uvicorn|celery|pytest|dotnet|go|cargo"
    r"|ruby|rails|bundle|java|mvn|gradle|docker|docker-compose|serverless|sls|wrangler|pm2"
    r"|concurrently|exec|sh|bash)\s|\./|\.\\"
)
"""What is run with variables of its own, in scripts of packages above all."""
_WORD = r"(?P<bare>[^\s\"'`$&;]{1,512})"

COMMAND_FORMS = (
    form(
        "a variable of a service of systemd",
        "Environment=WEBHOOK_SECRET=«literal»",
        "Environment=PORT=80 WEBHOOK_SECRET=«literal» NAME=b",
        before=r"(?:\A|\n)[ \t]{0,20}Environment=(?:\w{1,40}=[^\s\"']{0,60}[ \t]{1,4}){0,5}",
        after=r"=(?P<bare>[^\s\"'`$]{1,512})",
    ),
    form(
        "a variable of a pool of PHP-FPM",
        "env[WEBHOOK_SECRET] = «literal»",
        before=r"(?:\A|\n)[ \t]{0,20}env\[",
        after=rf"\][ \t]{{0,20}}=[ \t]{{0,20}}{_WORD}",
    ),
    form(
        "a parameter of nginx",
        "fastcgi_param WEBHOOK_SECRET «literal»;",
        "proxy_set_header X-Webhook-Secret «literal»;",
        before=r"(?:_param|_header)[ \t]{1,20}",
        after=rf"[ \t]{{1,20}}{_WORD}[ \t]{{0,4}};",
    ),
    form(
        "a variable for a command",
        '"dev": "WEBHOOK_SECRET=«literal» node server.js"',
        '"dev": "cross-env WEBHOOK_SECRET=«literal» PORT=80 next dev"',
        '"dev": "set WEBHOOK_SECRET=«literal»&& node server.js"',
        "0 1 * * * WEBHOOK_SECRET=«literal» php artisan send",
        before=r"(?:\A|[\s\"';&|(])",
        name=r"\A[A-Z][A-Z0-9_]{1,80}\Z",
        after=(
            rf"={_WORD}(?:[ \t]{{1,4}}|[ \t]?&&[ \t]?)"
            rf"(?=(?:[A-Z][A-Z0-9_]{{0,40}}=[^\s\"'`]{{0,200}}[ \t]{{1,4}}){{0,5}}(?:{_PROGRAMS}))"
        ),
    ),
    form(
        "one of several variables of a command, with commas between them",
        "gcloud run deploy --set-env-vars=PORT=80,WEBHOOK_SECRET=«literal»,NAME=b",
        "helm install shop . --set webhook.secret=«literal»,replicas=2",
        'aws lambda create-function --environment "Variables={WEBHOOK_SECRET=«literal»,NAME=b}"',
        before=(
            r"(?:--(?:set|update)(?:-string|-env-vars|-build-env-vars)?[ =][\"']?|\bVariables=\{)"
            r"(?:[\w.]{1,40}=[^\s\"',{}]{0,60},){0,8}"
        ),
        after=r"=(?P<bare>[^\s\"'`$,{}]{1,512})(?=[,}])",
    ),
    form(
        "a parameter of CloudFormation among others",
        "sam deploy --parameter-overrides Stage=prod WebhookSecret=«literal»",
        'parameter_overrides = "WebhookSecret=«literal» Stage=prod"',
        before=(
            r"(?i:parameter[-_]overrides)[\"']?[ =:]{1,4}\[?[\"']?"
            r"(?:[\w.]{1,40}=[^\s\"']{0,60}[ ]){0,8}"
        ),
        after=r"=(?P<bare>[^\s\"'`$]{1,512})",
    ),
    form(
        "a field of an object in a request, as GitHub's command sends it",
        "gh api repos/shop/app/hooks -f config[secret]=«literal»",
        before=r"\[",
        after=r"\]=(?P<bare>[^\s\"'`$&;]{1,512})",
    ),
    form(
        "a secret that a developer of .NET keeps",
        'dotnet user-secrets set "Webhook:Secret" "«literal»"',
        "dotnet user-secrets set Webhook:Secret «literal»",
        before=r"user-secrets[ \t]{1,4}set[ \t]{1,4}[\"']?",
        after=rf"[\"']?[ \t]{{1,4}}{QUOTED_OR_BARE}",
    ),
    form(
        "a parameter of PowerShell in quotes",
        "New-Hook -WebhookSecret '«literal»'",
        before=r"[ \t]-",
        name="^[A-Z][a-z]",
        after=rf"[ \t]{{1,4}}{QUOTED}",
    ),
    form(
        "an item of PowerShell",
        "Set-ItemProperty -Path HKLM:/Shop -Name WebhookSecret -Value '«literal»'",
        "… -Name webhook-secret -SecretValue (ConvertTo-SecureString '«literal»' -AsPlainText)",
        before=r"(?i:-name)[ \t]{1,4}[\"']?",
        after=(
            rf"[\"']?[ \t]{{1,4}}(?i:-(?:secret)?value)[ \t]{{1,4}}"
            rf"(?:\(ConvertTo-SecureString[ \t](?:-String[ \t])?)?{QUOTED_OR_BARE}"
        ),
    ),
    form(
        "an option and its value, each an element of a list",
        '"args": ["--webhook-secret", "«literal-1»"]',
        "subprocess.run(['shop', 'send', '--webhook-secret', '«literal-1»'])",
        'CMD ["shop", "--webhook-secret", "«literal-1»"]',
        before=r"\[\s{0,40}(?:(?:\"[^\"\n]{0,60}\"|'[^'\n]{0,60}'),\s{0,40}){0,6}[\"']--?",
        after=rf"[\"'],\s{{0,40}}(?=[\"']{DESCRIBED}(?!-)){QUOTED}",
    ),
    form(
        "an option and its value in brackets of YAML",
        "args: [serve, --webhook-secret=«literal-1»]",
        "command: [serve, --webhook-secret, «literal-1»]",
        before=r"\w:[ ]\[(?:[^\[\]\n]{0,160},)?[ ]?[\"']?--?",
        after=rf"(?:=|,[ ])(?P<bare>(?!-){DESCRIBED}[^\s\"'`,\[\]]{{1,512}})[\"']?[ ]?[,\]]",
    ),
    form(
        "a variable that printf writes",
        "printf 'WEBHOOK_SECRET=%s\\n' '«literal»' >> .env",
        before=r"\bprintf[ \t]{1,4}[\"']",
        after=rf"=%s(?:\\n)?[\"'][ \t]{{1,4}}{QUOTED_OR_BARE}",
    ),
    form(
        "an option and its value, each an item of a list in YAML",
        "args:\n  - --webhook-secret\n  - «literal-1»",
        before=r"(?:\A|\n)[ \t]{0,40}-[ \t]{1,4}[\"']?--?",
        after=(
            r"[\"']?[ \t]{0,4}\r?\n[ \t]{0,40}-[ \t]{1,4}"
            rf"(?P<q>[\"']?)(?P<bare>(?!-){DESCRIBED}[^\s\"'`]{{1,512}})(?P=q)"
            r"[ \t]{0,4}(?=\r?\n|\Z)"
        ),
    ),
    form(
        "a variable that sed puts into a file",
        "sed -i 's/^WEBHOOK_SECRET=.*/WEBHOOK_SECRET=«literal»/' .env",
        before=r"\bs[/|#]\^?[\w.*=$^\\-]{1,80}[/|#]",
        after=r"=(?P<bare>[^\s\"'`$&;/|#]{1,512})[/|#]",
    ),
    form(
        "a field of a secret in Vault",
        "vault kv put secret/shop webhook_secret=«literal»",
        before=r"(?:\bkv[ \t](?:put|patch)|vault[ \t]write)[ \t][^\n\"'`]{1,80}[ \t]",
        after=r"=(?P<bare>[^\s\"'`$@]{1,512})",
    ),
)
"""Of several that match, the first one counts."""
