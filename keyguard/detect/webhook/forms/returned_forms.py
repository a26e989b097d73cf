"""The ways in which what is called after a secret returns it: functions, properties, blocks, test
doubles."""

from __future__ import annotations

from keyguard.detect.webhook.forms.form import form
from keyguard.detect.webhook.forms.form_parts import PREFIX, QUOTED, TYPE, WRAPPER

_CALLED = r"\([^()\n]{0,80}\)"
_RETURNS = (
    r"(?:and_?[rR]eturns?|(?:then|will|do)Return|[rR]eturns?|mock(?:Return|Resolved)Value)(?:Once)?"
)

_DONE_WITH_IT = (
    r"(?i:assert|check|compare|copy|delete|encrypt|ensure|format|generate|handle|hash|hide|mask|parse"
    r"|print|redact|remove|render|reset|reveal|rotate|save|set|should|show|sign|tests?|update"
    r"|validate|verify)(?=_|[A-Z])"
)
"""The first word of a function that is no noun: what it returns says what came of it."""
_ITSELF = (
    rf"(?:\A|\.)(?!{_DONE_WITH_IT})[^.]{{0,80}}"
    r"(?i:secret|token|passw(?:or)?d|(?<!hook)(?<!hook[-_])key|bearer"
    r"|[sş]ifre(?:si)?|senha|segredo|clave)\Z"
)
"""At the end of a name: ``webhookSecretCode`` is something else, or makes it, ``webhookKey`` is the
key of a cache, and ``webhookAuth`` handles a request."""

RETURNED_FORMS = (
    form(
        "a function that does nothing but return it",
        'func webhookSecret() string { return "«literal»" }',
        'fn webhook_secret() -> String { "«literal»".to_string() }',
        "static function webhookSecret(): string\n{\n    return '«literal»';\n}",
        name=_ITSELF,
        after=(
            rf"{_CALLED}[^{{}};\n]{{0,40}}\s{{0,8}}\{{\s{{0,60}}(?:return\s{{1,4}})?{WRAPPER}{PREFIX}{QUOTED}"
            r"(?:\.\w{1,12}\(\)|\))?\s{0,4};?\s{0,60}\}"
        ),
    ),
    form(
        "a function of Python that returns it",
        'def webhook_secret() -> str:\n    return "«literal»"',
        before=r"\bdef\s{1,4}",
        name=_ITSELF,
        after=(
            rf"{_CALLED}[^:\n]{{0,40}}:[ \t]{{0,4}}\r?\n"
            r"(?:[ \t]{1,12}\"{3}[^\"\n]{1,200}\"{3}\s{1,20})?"
            rf"[ \t]{{0,12}}return[ \t]{{1,4}}{PREFIX}{QUOTED}[ \t]{{0,4}}(?=\r?\n|\Z)"
        ),
    ),
    form(
        "a method of Ruby that returns it",
        "def webhook_secret\n  '«literal»'\nend",
        before=r"\bdef\s{1,4}(?:self\.)?",
        name=_ITSELF,
        after=rf"[ \t]{{0,4}}\r?\n[ \t]{{1,12}}{QUOTED}[ \t]{{0,8}}\r?\n[ \t]{{0,12}}end\b",
    ),
    form(
        "a block or a property that holds nothing but it",
        "let(:webhook_secret) { '«literal»' }",
        "webhook_secret { '«literal»' }",
        'var webhookSecret: String { "«literal»" }',
        name=_ITSELF,
        after=rf"\)?{TYPE}\s\{{\s{{0,40}}{QUOTED}\s{{0,40}}\}}",
    ),
    form(
        "a function that is an expression",
        'val webhookSecret get() = "«literal»"',
        'fun webhookSecret() = "«literal»"',
        'const webhookSecret = () => "«literal»";',
        name=_ITSELF,
        after=(
            rf"(?:(?:\s=\s(?:async\s)?)?\(\)|{TYPE}\sget\(\)){TYPE}"
            rf"\s{{0,4}}(?:=>?|->)\s{{0,20}}{QUOTED}"
        ),
    ),
    form(
        "an argument that is a function",
        'registry.add("webhook.secret", () -> "«literal»")',
        before=r"(?:add|set|put|property|register)\w{0,12}\(\s{0,20}[\"']",
        after=rf"[\"'],\s{{0,20}}\(\)\s{{0,4}}(?:=>|->)\s{{0,20}}{QUOTED}",
    ),
    form(
        "a function of Elixir on a line",
        'def webhook_secret, do: "«literal»"',
        name=_ITSELF,
        after=rf"(?:\(\))?,\s{{1,20}}do:\s{{1,20}}{QUOTED}",
    ),
    form(
        "a value that may be missing, as an argument",
        'with_var("WEBHOOK_SECRET", Some("«literal»"), run)',
        before=r"[,(]\s{0,20}\"",
        after=rf"\",\s{{0,20}}Some\({QUOTED}\)",
    ),
    form(
        "what a test double returns",
        "allow(ENV).to receive(:[]).with('WEBHOOK_SECRET').and_return('«literal»')",
        'when(config.webhookSecret()).thenReturn("«literal»")',
        'every { config.webhookSecret } returns "«literal»"',
        'config.Setup(c => c["Webhook:Secret"]).Returns("«literal»")',
        before=r"(?i:with|when|every|setup|given|stub|receive|allow|spyon|mock|\bon)\w{0,12}\b[^\n;]{0,80}",
        after=rf"[\"'`\])}}(\s]{{0,8}}(?:,\s?'get'\))?\.?{_RETURNS}(?:\(|\s)\s{{0,20}}{PREFIX}{QUOTED}",
    ),
    form(
        "what a header has to be equal to, in a mapping of a mock server or a mesh",
        '"X-Webhook-Secret": {"equalTo": "«literal»"}',
        after=(
            r"[\"']\s{0,4}:\s{0,4}\{\s{0,40}[\"'](?:equalTo|matches|exact|equals?|is|eq)[\"']\s{0,4}:\s{0,4}"
            rf"{QUOTED}"
        ),
    ),
    form(
        "a header of a scenario",
        'the header "X-Webhook-Secret" with value "«literal-1»"',
        before=r"\s\"",
        after=r"\"\s(?:with|has|is|as)\s(?:the\s)?(?:value\s)?(?=\"[^\"\n]{0,80}[0-9])" + QUOTED,
    ),
)
"""Of several that match, the first one counts."""
