"""The ways in which a few languages and commands set a name, each by a sign or a word of its
own."""

from __future__ import annotations

from keyguard.detect.webhook.forms.form import form
from keyguard.detect.webhook.forms.form_parts import CLOSE, PREFIX, QUOTED, TYPE

_WORD = r"(?:(?P<bare>[^\s\"'`$&;|<>(){}][^\s\"'`$&;|<>]{0,511})(?=[\s;&|]|\Z)"
_GIVEN = rf"{_WORD}|{QUOTED})"
_COMMANDS = (
    r"(?:pulumi[ ]config[ ]set|doppler[ ]secrets[ ]set|env:set"
    r"|wp[ ](?:option|config)[ ](?:update|add|set)"
    r"|cf[ ]set-env[ ][\w-]{1,40}|\bkv[ ]put|etcdctl[ ]put|redis-cli[ ](?i:set|hset)|git[ ]config"
    r"|(?:npm|yarn|pnpm|composer)[ ]config(?:[ ]set)?|[\w./]{1,20}[ ]config(?::app)?:set)"
)
_ROBOT_GAP = r"(?:[ ]{2,40}|\t{1,4})"
_ROBOT_NAME_ENDS = rf"\}}[ ]?=?{_ROBOT_GAP}"
_LOCATOR = r"(?:class|css|data|dom|id|identifier|jquery|link|name|tag|xpath)[:=]"
"""https://robotframework.org/SeleniumLibrary/SeleniumLibrary.html#Locating%20elements"""
_ROBOT_CELL = (
    rf"(?!{_LOCATOR})"
    r"(?P<bare>[^\s$@&%#{}\\][^\s{}]{0,511})(?=[ \t]{0,40}(?:\r?\n|\Z)|[ ]{2}|\t)"
)
"""https://robotframework.org/robotframework/latest/RobotFrameworkUserGuide.html#creating-variables"""

_NO_OPTION = r"(?![\"'][a-z_]{1,40}[\"'],[ ]?[\"'](?:[a-z]{1,16}_)?(?:secret|token|key)[\"'])"
"""Not a section and an option in it: https://docs.python.org/3/library/configparser.html"""

STATEMENT_FORMS = (
    form(
        "a variable that Robot Framework sets",
        "    VAR    ${webhook_secret}    «literal»\n",
        "    Set Suite Variable    ${WEBHOOK_SECRET}    «literal»\n",
        before=(
            r"\b(?:VAR|(?i:set[ ](?:test|suite|global|local|task)[ ]variable))"
            rf"{_ROBOT_GAP}\\?\$\{{"
        ),
        after=_ROBOT_NAME_ENDS + _ROBOT_CELL,
    ),
    form(
        "a default of an argument of Robot Framework",
        "    [Arguments]    ${url}    ${webhook_secret}=«literal-1»\n",
        before=rf"\[(?i:arguments)\]{_ROBOT_GAP}[^\n]{{0,80}}\$\{{",
        after=rf"\}}={_ROBOT_CELL}",
    ),
    form(
        "a row in Robot Framework's table of variables",
        "${WEBHOOK_SECRET}    «literal-1»\n",
        "${WEBHOOK_SECRET} =    «literal-1»\n",
        before=r"(?:\A|\n)\$\{",
        after=rf"{_ROBOT_NAME_ENDS}(?=[^\s0-9-]{{0,80}}[0-9-]){_ROBOT_CELL}",
    ),
    form(
        "a data item of COBOL",
        "       01  WS-WEBHOOK-SECRET    PIC X(20) VALUE '«literal»'.",
        after=rf"\s{{1,40}}PIC(?:TURE)?\s(?:IS\s)?\S{{1,20}}\s{{1,40}}VALUE\s(?:IS\s)?{QUOTED}",
    ),
    form(
        "an object of C++ that is made of a literal",
        'const std::string webhook_secret{"«literal»"};',
        'QString webhookSecret("«literal»");',
        before=r"(?:[sS]tring|string_view)\s{1,4}[&*]?",
        after=rf"[({{]\s?{PREFIX}{QUOTED}\s?[)}}]",
    ),
    form(
        "a default of CUE",
        'webhookSecret: string | *"«literal»"',
        'webhookSecret: *"«literal»" | string',
        after=rf"\"?\s?:\s{{0,20}}(?:string\s?\|\s?)?\*{QUOTED}",
    ),
    form(
        "a variable of AppleScript or a setting of PostgreSQL",
        'set webhookSecret to "«literal»"',
        "ALTER SYSTEM SET app.webhook_secret TO '«literal»';",
        before=r"\b(?i:set)\s{1,4}",
        after=rf"\s{{1,4}}(?i:to)\s{{1,4}}{QUOTED}",
    ),
    form(
        "a variable of Tcl",
        "set webhook_secret {«literal»}",
        before=r"\bset\s{1,4}",
        after=r"[ \t]{1,4}\{(?P<value>[^\s{}\"'`$\[\]]{1,512})\}",
    ),
    form(
        "a variable of CMake",
        'set(WEBHOOK_SECRET "«literal»")',
        before=r"\bset\(",
        after=rf"[ \t]{{1,4}}{QUOTED}\s?[)C]",
    ),
    form(
        "a line that is a name and a literal, as in KDL, Chef and Caddy",
        '  webhook-secret "«literal-1»"\n',
        'header_up X-Webhook-Secret "«literal-1»"\n',
        before=r"(?:\A|\n)[ \t]{0,40}(?:header_up[ \t]{1,4}|request_header[ \t]{1,4})?",
        after=rf"[ \t]{{1,20}}(?=[\"'][^\"'\n]{{0,80}}[0-9-]){QUOTED}[ \t;]{{0,4}}(?=\r?\n|\Z)",
    ),
    form(
        "a directive of Caddy, Apache or HAProxy",
        "header_up X-Webhook-Secret «literal»\n",
        "RequestHeader set X-Webhook-Secret «literal»\n",
        before=r"(?:header_up|request_header|RequestHeader[ \t]set|\n[ \t]{1,20}env)[ \t]{1,8}",
        after=r"[ \t]{1,8}(?P<bare>[^\s\"'`${}]{1,512})[ \t]{0,8}(?=\r?\n|\Z)",
    ),
    form(
        "a header that a server compares",
        'SetEnvIf X-Webhook-Secret "^«literal-1»$" known',
        "acl known req.hdr(X-Webhook-Secret) -m str «literal-1»",
        '@known header X-Webhook-Secret "«literal-1»"',
        before=r"(?:\bheader[ \t]{1,4}|SetEnvIf(?:NoCase)?[ \t]{1,4}|\bhdr\()",
        after=(
            r"\)?[ \t]{1,4}(?:-m[ \t]str[ \t]{1,4})?[\"']?\^?(?=[^\s\"']{0,200}[0-9])"
            r"(?P<bare>[^\s\"'`${}^(\[*]{6,512})\$?[\"']?(?=[ \t]|\r?\n|\Z)"
        ),
    ),
    form(
        "a variable that a script sets in Azure Pipelines",
        'echo "##vso[task.setvariable variable=WEBHOOK_SECRET;issecret=true]«literal»"',
        before=r"task\.setvariable\s[^\]\n]{0,40}variable=",
        after=r"[^\]\n]{0,40}\](?P<bare>[^\s\"'`$()]{1,512})",
    ),
    form(
        "a default of the Serverless Framework",
        "${env:WEBHOOK_SECRET, '«literal»'}",
        before=r"\$\{\w{2,8}:[\w./-]{0,40}",
        after=rf",\s?{QUOTED}\}}",
    ),
    form(
        "a variable of Robot Framework",
        "${WEBHOOK_SECRET}=    Set Variable    «literal»",
        before=r"\$\{",
        after=r"\}\s?=?[ \t]{2,8}Set Variable[ \t]{2,8}(?P<bare>[^\s$\"'`]{1,512})",
    ),
    form(
        "a command that keeps a value",
        "pulumi config set --secret webhookSecret «literal»",
        "wp option update gateway_webhook_secret '«literal»'",
        "consul kv put shop/webhook_secret «literal»",
        "redis-cli SET shop:webhook_secret «literal»",
        "git config shop.webhooksecret «literal»",
        before=(
            rf"{_COMMANDS}[ \t]{{1,4}}"
            r"(?:--?(?!unset|get)\w[\w-]{0,20}[ \t]{1,4}|[\w.]{1,40}[ \t]{1,4}){0,3}"
            r"(?:[\w./:-]{0,60}[/:])?[\"']?"
        ),
        after=rf"[\"']?[ \t]{{1,4}}(?:--value[= ])?(?!-){_GIVEN}",
    ),
    form(
        "a secret of Kubernetes that a command makes",
        "kubectl create secret generic webhook-secret --from-literal=secret=«literal»",
        before=r"\bsecret[ \t]{1,4}generic[ \t]{1,4}",
        after=rf"[ \t][^\n|;&\"'`]{{0,80}}--from-literal[ =][\"']?[\w.-]{{1,40}}={_GIVEN}",
    ),
    form(
        "a default in the lookup of another variable",
        "'webhook.secret' => env('HOOK', '«literal»'),",
        'webhook_secret = os.getenv("HOOK", "«literal»")',
        'webhookSecret: ENV.fetch("HOOK", "«literal»")',
        after=(
            rf"{CLOSE}{TYPE}\s{{0,20}}(?:=>|:=|=|:)\s{{0,20}}"
            r"(?:(?:\w{1,20}\.){0,2}get_?env|(?:\w{1,20}\.){0,2}environ\.get|env|config|ENV\.fetch"
            rf"|(?i:env|config)\.get)\(\s{{0,20}}{_NO_OPTION}"
            rf"[\"'][\w.]{{1,60}}[\"']\s?,\s{{0,20}}(?:default\s?=\s?)?{PREFIX}{QUOTED}\s{{0,4}}\)"
        ),
    ),
    form(
        "a function of Haskell that makes a text of a literal",
        'webhookSecret = T.pack "«literal»"',
        after=rf"\s{{0,20}}=\s{{0,20}}(?:\w{{1,12}}\.)?(?:pack|fromString|encodeUtf8)\s{QUOTED}",
    ),
)
"""Of several that match, the first one counts."""
