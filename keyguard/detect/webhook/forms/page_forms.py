"""The ways in which pages, documents, steps of tests and tables of servers give a name a value."""

from __future__ import annotations

from keyguard.detect.webhook.forms.form import form
from keyguard.detect.webhook.forms.form_parts import QUOTED

_TAGS = r"(?:<(?!/?(?:label|form|input))[^<>]{0,160}>\s{0,80}){0,3}"
_NO_FIELD = (
    r"(?![^<>]{0,200}?\stype\s?=\s?[\"']?(?i:button|checkbox|hidden|image|radio|reset|submit)\b)"
)
"""An input that nobody types into has a value of another kind."""
_ON_A_PAGE = r"(?:click|cop(?:y|ie)|delete|download|open|remove|rotate|see|select|view)s?"
_STEP = (
    r"(?:\A|\n)[ \t]{0,40}(?:Given|When|Then|And|But|\*)[ ]"
    rf"(?![^\n\"]{{0,40}}\b{_ON_A_PAGE}\b)[^\n\"]{{0,80}}"
)
"""But for one in which the name is that of what somebody finds on a page."""
_ARGUMENT = (
    r"(?=\"(?![0-9]{1,4}\")(?:[^\"\s]{0,80}[0-9]|[^\"\s]{0,80}-(?i:hook|key|pass|secret|token|webhook)\b"
    rf"|(?i:hook|key|pass|secret|token|webhook)-)[^\"\s]{{0,200}}\"){QUOTED}"
)
"""One word: that of a secret, or with a digit. The others say what it is like: ``"read-only"``."""
_OTHER_ROWS = r"(?:(?:default|hostnames|\"\"|''|#)[^;{}\n]{0,80}[;\n]\s{0,40}){0,4}"

PAGE_FORMS = (
    form(
        "a field of a page behind its label",
        '<label>Webhook secret</label><input value="«literal»">',
        '<label for="s">Webhook secret:</label>\n<input id="s" type="text" value="«literal»"/>',
        name="[ ]",
        after=(
            rf"[ :*]{{0,3}}</\w{{1,12}}>\s{{0,80}}{_TAGS}"
            rf"<(?:input|code|textarea)\b{_NO_FIELD}[^<>]{{0,200}}?\svalue\s?=\s?{QUOTED}"
        ),
    ),
    form(
        "a macro of TeX",
        r"\def\webhooksecret{«literal»}",
        r"\newcommand{\webhookSecret}{«literal»}",
        before=r"\\(?:(?:(?:re)?new|provide)command\*?|[gex]?def)\s?\{?\\",
        after=r"\}?\{(?P<value>[^\s{}\\\"'`#]{1,512})\}",
    ),
    form(
        "a step of Gherkin, https://cucumber.io/docs/gherkin/reference/#steps",
        'Given webhook secret "«literal-1»" is set',
        'When it is sent with the webhook secret "«literal-1»"',
        before=_STEP,
        after=rf"[ ](?:(?:is|set|to|as|equals)[ ]){{0,3}}{_ARGUMENT}",
    ),
    form(
        "a step of Gherkin with one secret of several, as that of something is its owner's",
        'Given a store with a webhook secret of "«literal-1»"',
        before=rf"{_STEP}\ban?[ ](?:\w{{1,20}}[ ]){{0,2}}",
        after=rf"[ ]of[ ]{_ARGUMENT}",
    ),
    form(
        "a row of a map of nginx, https://nginx.org/en/docs/http/ngx_http_map_module.html",
        'map $http_x_webhook_secret $known {\n  default 0;\n  "«literal»" 1;\n}',
        "map $http_x_webhook_secret $known { default 0; «literal» 1; }",
        before=r"\bmap[ \t]{1,8}\$?",
        after=(
            rf"[ \t]{{1,8}}\$\w{{1,60}}\s{{0,8}}\{{\s{{0,40}}{_OTHER_ROWS}(?P<q>[\"']?)"
            r"(?P<bare>(?!~|default|include\b)[^\s\"'`${};]{1,512})(?P=q)[ \t]{1,20}[^\s;{}]{1,60};"
        ),
    ),
)
"""Of several that match, the first one counts."""
