"""The ways in which a name is given a literal whose quotes only some languages have:
``q{literal}``, ``r#"literal"#``, ``[[literal]]``, and literals on a line of their own."""

from __future__ import annotations

from keyguard.detect.webhook.forms.form import form
from keyguard.detect.webhook.forms.form_parts import CLOSE, DESCRIBED, PREFIX, QUOTED, TYPE, WRAPPER

_SET = rf"{CLOSE}{TYPE}\s{{0,20}}(?:=>|:=|[|?/]{{0,2}}=|<-|:)[ \t]{{0,4}}"
_EQUALS = rf"{CLOSE}{TYPE}\s{{0,20}}(?::=|[|?/]{{0,2}}=|<-)[ \t]{{0,4}}{WRAPPER}"
_IN_BRACKETS = r"(?P<value>[^\s\"'`(){}\[\]<>|\\$#@%.][^\r\n\"'`(){}\[\]<>|\\]{0,511})"
_IN_QUOTES = r"(?P<value>(?![^\r\n\"]{0,400}\\#?\()[^\r\n\"]{1,512})"
_LINE = r"[ \t]{0,40}(?P<value>[^\s\"'`][^\r\n\"'`]{0,511})"

LITERAL_FORMS = (
    form(
        "a field of a document, as in reStructuredText and AsciiDoc",
        ":webhook secret: ``«literal-1»``",
        ":webhook-secret: «literal-1»",
        before=r"(?:\A|\n)[ \t]{0,8}:",
        after=(
            rf":[ \t]{{1,8}}(?P<f>`{{0,2}})(?P<bare>{DESCRIBED}[^\s\"'`]{{1,512}})(?P=f)"
            r"[ \t]{0,8}(?=\r?\n|\Z)"
        ),
    ),
    form(
        "a member as PHP dumps it",
        '["webhook_secret"]=>\n  string(7) "«literal»"',
        '["webhookSecret":"Shop\\Config":private]=>\n  string(7) "«literal»"',
        after=rf"\"(?::(?:protected|\"[^\"\n]{{1,80}}\":private))?\]=>\s{{1,60}}string\(\d{{1,4}}\)\s{QUOTED}",
    ),
    form(
        "a literal of Perl, Ruby or Elixir with brackets for quotes",
        "my $webhook_secret = q{«literal»};",
        "use constant WEBHOOK_SECRET => qq|«literal»|;",
        "WEBHOOK_SECRET = %q(«literal»).freeze",
        "config :shop, webhook_secret: ~s(«literal»)",
        after=(
            rf"{_SET}(?:qq[ ]?[({{\[<|]|q[ ]?[{{\[<|]|q\({DESCRIBED}"
            rf"|%[qQ][({{\[<|]|%\(|~[sS][({{\[<|])"
            rf"{_IN_BRACKETS}[)}}\]>|](?!s)"
        ),
    ),
    form(
        "a raw literal of Rust, Swift or Julia",
        'let webhook_secret = r#"«literal»"#;',
        'static let webhookSecret = #"«literal»"#',
        'webhook_secret = raw"«literal»"',
        after=rf"{_SET}{WRAPPER}(?:[bc]?r?#{{1,3}}|raw|~[sS])\"{_IN_QUOTES}\"#{{0,3}}",
    ),
    form(
        "a raw literal of C++ or R",
        'auto webhook_secret = R"(«literal»)";',
        'auto webhook_secret = R"x(«literal»)x";',
        "webhook_secret <- r'---[«literal»]---'",
        after=(
            rf"{_EQUALS}(?:[uUL]|u8)?[rR][\"']-{{0,3}}\w{{0,16}}[(\[{{]"
            r"(?P<value>[^\r\n\"'()\[\]{}\\]{1,512})[)\]}]-{0,3}\w{0,16}[\"']"
        ),
    ),
    form(
        "a literal in two brackets or quotes, as in Lua, OCaml and Nix",
        "local webhook_secret = [[«literal»]]",
        "let webhook_secret = {|«literal»|}",
        "webhookSecret = ''«literal»'';",
        "c_webhook_secret := q'[«literal»]';",
        after=(
            rf"{_EQUALS}(?:\[=?\[|\{{[a-z_]{{0,9}}\||''|[nN]?[qQ]'[(\[{{<!|])"
            rf"{_IN_BRACKETS}(?:\]=?\]|\|[a-z_]{{0,9}}\}}|''|[)\]}}>!|]')"
        ),
    ),
    form(
        "a literal on a line of its own, as in Python, Java, PowerShell and Jsonnet",
        'String webhookSecret = """\n    «literal»""";',
        "$WebhookSecret = @'\n«literal»\n'@",
        "webhookSecret: |||\n  «literal»\n|||",
        after=(
            rf"{_SET}{WRAPPER}{PREFIX}(?P<mark>\"{{3}}|'{{3}}|@[\"']|\|{{3}})\\?[ \t]{{0,4}}\r?\n"
            rf"{_LINE}(?:\\?\r?\n[ \t]{{0,40}})?(?:(?P=mark)|[\"']@)"
        ),
    ),
    form(
        "a literal between two marks, as in a shell, PHP and Terraform",
        "WEBHOOK_SECRET=$(cat <<EOF\n«literal»\nEOF\n)",
        "$webhookSecret = <<<'EOT'\n«literal»\nEOT;",
        after=(
            rf"{_SET}(?:\$\(cat[ ])?<{{2,3}}[-~]?[ ]?[\"']?(?P<mark>[A-Za-z_]\w{{0,30}})[\"']?"
            r"[^\r\n]{0,40}\r?\n"
            rf"{_LINE}\r?\n[ \t]{{0,40}}(?P=mark)\b"
        ),
    ),
    form(
        "binaries of Erlang",
        'WebhookSecret = <<"«literal»">>,',
        '#{webhook_secret => <<"«literal»"/utf8>>}',
        after=rf"\"?\s{{0,20}}(?:=>|:=|=)\s{{0,20}}<<{QUOTED}(?:/utf8)?>>",
    ),
)
"""Of several that match, the first one counts."""
