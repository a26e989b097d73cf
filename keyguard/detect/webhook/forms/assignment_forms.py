"""The ways in which a name is given a value, in the syntax of any language.

Each form is a row: what it is called, what is behind the name, up to the value and its end, and
examples in which «» are around the value. ``tests/detect/test_assignment_forms.py`` shows that each
example is matched by its own row, and missed without it.
"""

from __future__ import annotations

from keyguard.detect.webhook.forms.command_forms import COMMAND_FORMS
from keyguard.detect.webhook.forms.default_forms import DEFAULT_FORMS
from keyguard.detect.webhook.forms.described_forms import DESCRIBED_FORMS
from keyguard.detect.webhook.forms.form import Forms, form
from keyguard.detect.webhook.forms.form_parts import (
    CLOSE,
    CLOSE_INDEX,
    COMPARES,
    DESCRIBED,
    GAP,
    LOOKUP,
    PREFIX,
    QUOTED,
    QUOTED_OR_BARE,
    TYPE,
    WRAPPER,
)
from keyguard.detect.webhook.forms.literal_forms import LITERAL_FORMS
from keyguard.detect.webhook.forms.page_forms import PAGE_FORMS
from keyguard.detect.webhook.forms.printed_forms import PRINTED_FORMS
from keyguard.detect.webhook.forms.returned_forms import RETURNED_FORMS
from keyguard.detect.webhook.forms.sql_forms import SQL_FORMS
from keyguard.detect.webhook.forms.statement_forms import STATEMENT_FORMS

_ROWS = (
    *LITERAL_FORMS,
    *DEFAULT_FORMS,
    form(
        "a default of the shell or of Spring",
        "${WEBHOOK_SECRET:-«literal»}",
        "${WEBHOOK_SECRET=«literal»}",
        "${webhook.secret:«literal text»}",
        before=r"\$\{",
        after=r"(?::[-=]?|-|=)(?P<bare>[^}$\n?+][^}$\n]{0,300})\}",
    ),
    form(
        "an assignment, a member of a mapping, a comparison",
        'WEBHOOK_SECRET = "«literal»"',
        "webhook_secret: Final[str] = '«literal»'",
        ':webhook_secret => "«literal»"',
        '"webhookSecret": "«literal»"',
        'os.environ["WEBHOOK_SECRET"] ||= "«literal»"',
        'if webhookSecret === "«literal»"',
        'const char webhook_secret[64] = "«literal»";',
        'webhook_secret: SecretStr = SecretStr("«literal»")',
        'webhookSecret := []byte("«literal»")',
        'WEBHOOK_SECRET = (\n    "«literal»"\n)',
        'const webhook_secret: []const u8 = "«literal»";',
        after=(
            rf"(?:{CLOSE}[?!]?\s{{0,20}}(?:=>|:=|[!=]?={{1,2}}|\+?:{{1,3}}|\?\?=|\|\|=|\?=|<-)"
            rf"|{CLOSE_INDEX}{TYPE}\s{{0,20}}(?::=|=|<-)){GAP}{WRAPPER}{PREFIX}{QUOTED}"
        ),
    ),
    form(
        "a variable of Python whose type says more",
        'webhook_secret: Annotated[str, Field(description="x")] = "«literal»"',
        'webhook_secret: Annotated[list[str], "x"] = "«literal»"',
        after=(
            r"\s{0,4}:\s{0,4}(?:\w{1,20}\.)?Annotated\[(?:[^\[\]]|\[[^\[\]]{0,60}\]){0,300}\]\s{0,4}="
            rf"{GAP}{WRAPPER}{PREFIX}{QUOTED}"
        ),
    ),
    form(
        "a pair of Kotlin or Scala",
        'mapOf("webhook_secret" to "«literal»")',
        'Map("webhook_secret" -> "«literal»")',
        before=r"[(,]\s{0,60}[\"']",
        after=rf"[\"']\s{{0,4}}(?:to|->)\s{{1,20}}{QUOTED}",
    ),
    form(
        "a pair in braces, as in C# and Go",
        'new Dictionary<string, string> { { "WebhookSecret", "«literal»" } }',
        '[][2]string{{"webhook_secret", "«literal»"}}',
        before=r"[{,]\s{0,40}\{\s{0,4}[@]?\"",
        after=rf"\",\s{{0,20}}{PREFIX}{QUOTED}\s{{0,4}}\}}",
    ),
    form(
        "an array that PHP serialized",
        's:14:"webhook_secret";s:7:"«literal»";',
        's:14:\\"webhook_secret\\";s:7:\\"«literal»\\";',
        after=rf"\\?[\"'];s:[0-9]{{1,4}}:{PREFIX}{QUOTED}",
    ),
    form(
        "a secure string of PowerShell",
        '$WebhookSecret = ConvertTo-SecureString "«literal»" -AsPlainText -Force',
        after=rf"\s{{0,20}}=\s{{0,4}}ConvertTo-SecureString\s{{1,4}}(?:-String\s{{1,4}})?{QUOTED}",
    ),
    form(
        "a default behind an expression",
        'webhookSecret = config.secret || "«literal»"',
        'os.getenv("WEBHOOK_SECRET") or "«literal»"',
        'webhookSecret = process.env["HOOK_SECRET"] ?? "«literal»"',
        'webhookSecret = settings.hook ?: "«literal»"',
        "webhookSecret = isset ? hook : '«literal»'",
        'webhookSecret = mode === "test" ? hook : "«literal»"',
        'webhookSecret: z.string().default("«literal»")',
        'env::var("WEBHOOK_SECRET").unwrap_or_else(|_| "«literal»")',
        'my $secret = $ENV{WEBHOOK_SECRET} // "«literal»";',
        'System.getenv("WEBHOOK_SECRET").orEmpty().ifBlank { "«literal»" }',
        after=(
            rf"(?:[\"'`\])]{{0,3}}{LOOKUP}(?:\|\||\?\?|\?:|\bor(?:else)?\b"
            r"|\s\?\s[^;:\n\"'`]{1,80}\s:(?=\s)|\.if(?:Empty|Blank)\s?\{|\.defaultValue(?=\s)"
            r"|[.@](?:default|unwrap(?:_or(?:_else)?)?|orElse|getOrElse)\((?:\|_?\|)?)|\}\s{1,4}(?://|\|\|))"
            rf"\s{{0,40}}{WRAPPER}{PREFIX}{QUOTED}"
        ),
    ),
    form(
        "a branch of a condition",
        'webhookSecret = mode === "test" ? "«literal»" : hook',
        'webhook_secret = hook if mode == "test" else "«literal»"',
        after=(
            rf"{CLOSE}{TYPE}\s{{0,20}}[=:]{LOOKUP}\s(?:\?|(?P<else>else))\s{{1,20}}"
            rf"{PREFIX}{QUOTED}(?(else)|\s{{1,20}}:\s)"
        ),
    ),
    form(
        "a constant with a type behind its name, as in Go and Visual Basic",
        'const WebhookSecret string = "«literal»"',
        'Dim webhookSecret As String = "«literal»"',
        after=rf"\s{{1,20}}(?:string|\[\]byte|As\sString)\s{{0,20}}={GAP}{WRAPPER}{QUOTED}",
    ),
    *SQL_FORMS,
    form(
        "a pair in braces of Erlang and Elixir",
        '{webhook_secret, <<"«literal»">>}',
        '[{:webhook_secret, "«literal»"}]',
        before=r"\{\s{0,4}:?'?",
        after=rf"'?\s{{0,4}},\s{{0,20}}(?:<<)?{QUOTED}(?:/utf8)?(?:>>)?\s{{0,4}}\}}",
    ),
    form(
        "an argument behind the name",
        'os.getenv("WEBHOOK_SECRET", "«literal»")',
        "define('WEBHOOK_SECRET', '«literal»')",
        '-define(WEBHOOK_SECRET, <<"«literal»">>).',
        'buildConfigField("String", "WEBHOOK_SECRET", "\\"«literal»\\"")',
        'env.str("WEBHOOK_SECRET", default="«literal»")',
        'hmac.compare_digest(webhook_secret, "«literal»")',
        before=(
            r"(?i:env|str|get|fetch|set|def|put|prop|config|header|field|value|attr|param|option|equal"
            r"|compare|digest|add|append|var|string|with|secret|lookup|arg|data|const|flag|values|map\.of|entry"
            r"|pair|assign|patch)\w{0,20}!?(?:<[\w, ?]{1,40}>)?(?:\s?\(|\s)\s{0,20}"
            r"(?:[^()\n\"']{0,40},\s{0,4}:?|[\"']\w{1,20}[\"'],\s{0,4})?\\?[\"'`]?"
        ),
        after=(
            rf"(?:\\?[\"'`])?\s{{0,4}},\s{{0,40}}(?:default\w{{0,6}}\s{{0,2}}[=:]\s{{0,2}})?"
            rf"(?![\"'][\w.-]{{0,60}}[\"']\s{{0,4}}:){PREFIX}(?:\"(?=\\\")|<<)?{QUOTED}"
        ),
    ),
    form(
        "a field with a default, as Django and Alembic write it into migrations",
        "('webhook_secret', models.CharField(default='«literal»', max_length=90)),",
        "name='webhook_secret',\n    field=models.CharField(blank=True, default='«literal»'),",
        "sa.Column('webhook_secret', sa.String(length=90), server_default='«literal»')",
        after=(
            r"[\"']\s{0,4},\s{0,40}(?:field\s?=\s?)?[\w.]{1,60}\("
            r"(?:[^()\n\"']|\([^()\n\"']{0,40}\)|(?<=[\w(])\)){0,80}?"
            rf"\b(?:server_|db_)?default\s?=\s?{PREFIX}{QUOTED}"
        ),
    ),
    form(
        "an option of a command line, defined with a default",
        '@click.option("--webhook-secret", envvar="NAME", default="«literal»")',
        'parser.add_argument("--webhook-secret", type=str, default="«literal»")',
        before=r"(?i:option|argument)\([^()\n]{0,60}[\"']--?",
        after=(
            r"[\"'](?:,\s{0,60}\w{1,20}\s?=\s?(?:[\"'][^\"'\n]{0,120}[\"']|[\w.]{1,40})){0,5}"
            rf",\s{{0,60}}default\s?=\s?{PREFIX}{QUOTED}"
        ),
    ),
    form(
        "a comparison by a function, each side in a call",
        'timingSafeEqual(Buffer.from(webhookSecret), Buffer.from("«literal»"))',
        'subtle.ConstantTimeCompare([]byte(webhookSecret), []byte("«literal»"))',
        before=COMPARES,
        after=rf"\)?(?:\.\w{{1,20}}\(\))?\s{{0,4}},\s{{0,40}}{WRAPPER}{PREFIX}{QUOTED}",
    ),
    form(
        "a list with one member",
        'WEBHOOK_SECRETS = ["«literal»"]',
        "'webhookSecrets': ('«literal»',)",
        name="(?i:s)\\Z",
        after=rf"{CLOSE}{TYPE}\s{{0,20}}[=:]\s{{0,20}}[\[(]\s{{0,60}}{QUOTED}",
    ),
    form(
        "a default in the tag of a Go field",
        '`env:"WEBHOOK_SECRET" envDefault:"«literal»"`',
        '`mapstructure:"webhook_secret" default:"«literal»"`',
        before=r"\w:\"",
        after=rf"\"[^`\n]{{0,80}}?\b\w{{0,12}}-?(?i:default):{QUOTED}",
    ),
    form(
        "a lazy property of Kotlin",
        'val webhookSecret by lazy { "«literal»" }',
        'val webhookSecret: String by lazy { "«literal»" }',
        after=rf"{TYPE}\s{{1,4}}by\s{{1,4}}lazy\s{{0,4}}\{{\s{{0,60}}{QUOTED}",
    ),
    form(
        "standard input of a shell",
        "vercel env add WEBHOOK_SECRET production <<< «literal»",
        'gh secret set WEBHOOK_SECRET <<< "«literal»"',
        after=rf"[ \t][\w \t-]{{0,60}}<<<[ \t]?{QUOTED_OR_BARE}",
    ),
    form(
        "a method that sets or compares",
        'config.setWebhookSecret("«literal»")',
        'webhookSecret.equals("«literal»")',
        name=r"(?:^|\.|>|:)(?:set|with)[A-Z_]|\.(?:equals|eq)",
        after=rf"\(\s{{0,20}}{PREFIX}{QUOTED}\s{{0,20}}\)",
    ),
    form(
        "a method of a builder",
        'builder\n    .webhookSecret("«literal»")',
        before=r"\.",
        after=rf"\(\s{{0,20}}{PREFIX}{QUOTED}\s{{0,20}}\)",
    ),
    form(
        "a method of a builder that is a variable",
        'builder.webhookSecret("«literal»")',
        name=(
            r"(?i:build(?:er)?|conf(?:ig)?|cfg|client|options?|opts|settings?|props|properties|spec|args"
            r"|params|request|hook|gateway|connexease|\bb)\.\w+\Z"
        ),
        after=rf"\(\s{{0,20}}{PREFIX}{QUOTED}\s{{0,20}}\)",
    ),
    form(
        "an attribute in JSX",
        '<Hook webhookSecret={"«literal»"} />',
        after=rf"=\{{\s{{0,4}}{QUOTED}\s{{0,4}}\}}",
    ),
    form(
        "a property of C# with a value",
        'public string WebhookSecret { get; init; } = "«literal»";',
        after=rf"\s{{0,4}}\{{\s{{0,4}}get;[^}}\n]{{0,40}}\}}\s{{0,4}}=\s{{0,4}}{QUOTED}",
    ),
    form(
        "a definition without a sign, in quotes",
        '#define WEBHOOK_SECRET "«literal»"',
        'set $webhook_secret "«literal»";',
        'gh secret set WEBHOOK_SECRET --body "«literal»"',
        'tool --webhook-secret "«literal»"',
        '(defparameter *webhook-secret* "«literal»")',
        '{:webhook-secret "«literal»" :port 80}',
        before=(
            r"(?i:define|\(def\w{0,12}\s{1,4}(?:\^[\w:{} ]{1,40}\s)?[*^]?|\(setq"
            r"|(?:[{\s]):|setx?|setvar|setenv|\benv|\barg|_param|_header|--|@)\s{0,4}(?:[/-]\w\s)?\$?"
        ),
        after=rf"\*?[ \t]{{1,8}}(?:--body[ =]|-b )?{PREFIX}{QUOTED}",
    ),
    form(
        "a definition without a sign",
        "ENV WEBHOOK_SECRET «literal»",
        "setx WEBHOOK_SECRET «literal»",
        "set -gx WEBHOOK_SECRET «literal»",
        "gh secret set WEBHOOK_SECRET --body «literal»",
        before=r"(?:(?:^|\n)[ \t]{0,20}ENV|(?i:setx|setenv|secret set|set -[a-z]{1,5}))[ \t]{1,4}",
        after=r"[ \t]{1,8}(?:--body[ =]|-b )?(?P<bare>[^\s\"'`]{1,512})[ \t]*(?=[\r\n]|$|/)",
    ),
    form(
        "an option of a command",
        "tool --webhook-secret «literal-1»",
        before=r"--",
        after=rf"[ \t]{{1,4}}(?P<bare>{DESCRIBED}[^\s\"'`]{{1,512}})",
    ),
    form(
        "a parameter of PowerShell",
        "New-Hook -WebhookSecret «literal-1»",
        before=r"[ \t]-",
        name="^[A-Z][a-z]",
        after=rf"[ \t]{{1,4}}(?P<bare>{DESCRIBED}[^\s\"'`]{{1,512}})",
    ),
    form(
        "a default in a block of Ruby",
        'ENV.fetch("WEBHOOK_SECRET") { "«literal»" }',
        before=r"fetch\([\"']",
        after=rf"[\"']\)\s{{0,4}}\{{\s{{0,4}}{QUOTED}\s{{0,4}}\}}",
    ),
    *STATEMENT_FORMS,
    *COMMAND_FORMS,
    *DESCRIBED_FORMS,
    *PRINTED_FORMS,
    *RETURNED_FORMS,
    *PAGE_FORMS,
)
FORMS = Forms(_ROWS)
"""Of several that match, the first one counts."""
