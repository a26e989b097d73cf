"""The ways in which what is declared, looked up or asked for has a default: columns, options,
fields, parameters, filters of templates."""

from __future__ import annotations

from keyguard.detect.webhook.forms.form import form
from keyguard.detect.webhook.forms.form_parts import CLOSE, PREFIX, QUOTED, TYPE, WRAPPER

_DEFAULT = r"(?:server_|db_|has)?(?:[dD]efault|DEFAULT)(?:To|_?[vV]alue(?:_t)?)?"
_TEXT = r"(?:\"[^\"\n]{0,120}\"|'[^'\n]{0,120}')"
_GROUP = r"\([^()\n]{0,60}\)|\[[^\[\]\n]{0,60}\]"
_BETWEEN = rf"(?:[^{{}}()\[\]\"'`;]|{_TEXT}|{_GROUP}){{0,160}}?(?<![\w.$-])"
"""Other members of the same object, up to the next one."""
_ON_THE_LINE = rf"(?:[^{{}}()\[\]\"'`;\n]|{_TEXT}|{_GROUP}){{0,120}}?(?<![\w.$-])"
_LAZY = r"(?:(?:->|proc|lambda|sub)\s?\{\s?|\(\)\s?=>\s?)?"
_LITERAL = rf"{_LAZY}{WRAPPER}{PREFIX}{QUOTED}"

DEFAULT_FORMS = (
    form(
        "a default of another variable",
        'WEBHOOK_SECRET="${1:-«literal»}"',
        "WEBHOOK_SECRET=${HOOK:-«literal»}",
        "WEBHOOK_SECRET: ${WEBHOOK_SECRET-«literal»}",
        after=r"(?:=|:[ ])[\"']?\$\{\w{1,40}:?[-=](?P<bare>[^}$\s\"'`{][^}$\s\"'`{]{0,511})\}",
    ),
    form(
        "a default of Spring in an expression",
        "@Value(\"${webhook.secret:#{'«literal»'}}\")",
        before=r"\$\{",
        after=rf":\s?#\{{\s?{QUOTED}\s?\}}",
    ),
    form(
        "a default in a method of what may have none",
        'config.webhookSecret.ifEmpty { "«literal»" }',
        'props.webhookSecret.orElse("«literal»")',
        name=r"\.(?:if(?:Empty|Blank)|orElse|getOrElse|getOrDefault|unwrap_or)\Z",
        after=rf"\s?[({{]\s{{0,20}}{QUOTED}\s{{0,20}}[)}}]",
    ),
    form(
        "a parameter of Typer or FastAPI",
        'def main(webhook_secret: str = typer.Option("«literal»", envvar="NAME")):',
        after=(
            rf"{TYPE}\s{{0,4}}=\s{{0,4}}(?:\w{{1,12}}\.)?(?:Option|Argument|Header|Query|Form|Body)\("
            rf"\s{{0,20}}{QUOTED}"
        ),
    ),
    form(
        "a property of a schema in one line of YAML",
        "webhook_secret: {type: string, default: «literal»}",
        after=r"[\"']?:[ ]\{[^{}\n\"']{0,120}?\bdefault:[ ](?P<bare>[^\s,{}\"']{1,512})\s?[,}]",
    ),
    form(
        "an object whose first member is the value",
        "webhookSecret: { value: '«literal»' },",
        after=rf"{CLOSE}\s{{0,4}}:\s{{0,4}}\{{\s{{0,40}}value:\s{{0,4}}{_LITERAL}",
    ),
    form(
        "an object or a call that describes what is declared, with its default",
        "webhookSecret: { type: String, default: '«literal»' },",
        "'webhook_secret' => ['type' => 'text', 'default' => '«literal»'],",
        "has webhook_secret => (is => 'ro', default => sub { '«literal»' });",
        "WEBHOOK_SECRET: str({ default: '«literal»' }),",
        'webhook_secret: str = Field(description="of the panel", default="«literal»")',
        'WebhookSecret = table.Column<string>(nullable: false, defaultValue: "«literal»")',
        after=(
            rf"{CLOSE}{TYPE}\s{{0,20}}(?:=>|[:=])\s{{0,20}}(?:[\w.]{{1,40}}(?:<\w{{1,20}}>)?\((?:\s{{0,20}}[{{\[])?|[{{\[(])"
            rf"{_BETWEEN}(?P<k>[\"']?){_DEFAULT}(?P=k)\s{{0,4}}(?:=>|[:=])\s{{0,4}}{_LITERAL}"
        ),
    ),
    form(
        "a column, an attribute or an option whose default is one of its options",
        't.string :webhook_secret, limit: 64, default: "«literal»"',
        'field :webhook_secret, :string, default: "«literal»"',
        ".option('webhook-secret', { type: 'string', default: '«literal»' })",
        before=(
            r"(?i:string|text|attribute|option|setting|field|\badd|column|property|\bopt|accessor|param)"
            r"[ (]{1,2}(?:[:\"'][\w-]{1,40}[\"']?,\s?)?(?:[:\"']|[\"']--)"
        ),
        after=(
            rf"[\"']?,(?:\s{{0,40}}\{{|[ \t]{{0,20}}\r?\n)?{_ON_THE_LINE}"
            rf":?(?P<k>[\"']?){_DEFAULT}(?P=k)(?:\s?=>|[:=]|\s=)\s{{0,4}}{_LITERAL}"
        ),
    ),
    form(
        "a chain of methods, one of which sets the default",
        "$table->string('webhook_secret', 64)->nullable()->default('«literal»');",
        "table.string('webhook_secret').notNullable().defaultTo('«literal»')",
        'kingpin.Flag("webhook-secret", "of the panel").Default("«literal»").String()',
        'builder.Property(x => x.WebhookSecret).HasDefaultValue("«literal»")',
        after=(
            rf"(?:[\"'](?:,\s{{0,4}}(?:\d{{1,5}}|\{{[^{{}}\n]{{0,60}}\}}|[\w.:]{{1,40}}|{_TEXT})){{0,3}})?\s{{0,4}}\)"
            r"(?:\s{0,60}(?:->|\.)\w{1,30}\([^()\n]{0,60}\)){0,6}\s{0,60}(?:->|\.)"
            rf"(?:Has|with|set)?{_DEFAULT}\(\s{{0,4}}{_LITERAL}"
        ),
    ),
    form(
        "a name and a default among the members of an annotation, an element or a structure",
        '@Option(names = "--webhook-secret", defaultValue = "«literal»")',
        "string(name: 'WEBHOOK_SECRET', defaultValue: '«literal»', description: 'x')",
        '<column name="webhook_secret" type="varchar(64)" defaultValue="«literal»"/>',
        '&cli.StringFlag{\n  Name:  "webhook-secret",\n  Usage: "it",\n  Value: "«literal»",\n}',
        '#[clap(long = "webhook-secret", default_value = "«literal»")]',
        before=(
            r"(?<![\w-])(?i:names?|long|env|key|id|columnName|property)\s{0,4}(?:=>|[:=])\s{0,4}"
            r"[\"'](?:--)?"
        ),
        after=(
            rf"[\"']\s{{0,4}}\}}?,?\s{{1,60}}(?:\w{{1,24}}\s{{0,12}}(?:=>|[:=])\s{{0,12}}"
            rf"(?:{_TEXT}|[\w.\[\](){{}}]{{1,60}}),?\s{{1,60}}){{0,6}}"
            rf"(?:{_DEFAULT}|Value)\s{{0,12}}(?:=>|[:=])\s{{0,12}}{_LITERAL}"
        ),
    ),
    form(
        "a column of SQL with a default",
        "webhook_secret varchar(64) NOT NULL DEFAULT '«literal»',",
        "ALTER TABLE shops ADD COLUMN `webhook_secret` TEXT DEFAULT '«literal»';",
        after=(
            r"[\"`\]]?\s{1,20}[A-Za-z]\w{1,20}(?:\s?\(\w{1,5}\))?(?:\s{1,4}(?i:not|null|unique|collate"
            r"\s[\w.\"]{1,40}|character\sset\s\w{1,20})){0,4}\s{1,4}(?i:default)\s{1,4}\(?[nN]?"
            rf"{QUOTED}"
        ),
    ),
    form(
        "a field of protocol buffers with a default",
        'optional string webhook_secret = 1 [default = "«literal»"];',
        after=rf"\s?=\s?\d{{1,6}}\s?\[[^\]\"]{{0,60}}\bdefault\s?=\s?{QUOTED}",
    ),
    form(
        "a default in a filter of a template",
        "{{ webhook_secret | default('«literal»') }}",
        "webhook_secret: \"{{ vault_hook | default('«literal»') }}\"",
        "{{ lookup('env', 'WEBHOOK_SECRET') | default('«literal»', true) }}",
        '{{ .Values.webhookSecret | default "«literal»" }}',
        after=(
            r"(?:[\"']?\s?[:=]\s{0,4}[\"']?\{\{-?\s?[^{}|\n]{1,80}?)?"
            rf"[\"']?\)?(?:\s?\|\s?\w{{1,20}}(?:\([^()\n]{{0,40}}\))?){{0,2}}\s?\|\s?(?:default|d)"
            rf"(?:_if_none)?(?:\s?\(|:|\s)\s{{0,4}}\\?{QUOTED}"
        ),
    ),
    form(
        "the other one of two values, of which the first that is set counts",
        'cmp.Or(os.Getenv("WEBHOOK_SECRET"), "«literal»")',
        '(or (System/getenv "WEBHOOK_SECRET") "«literal»")',
        "COALESCE(current_setting('shop.webhook_secret', true), '«literal»')",
        'coalesce(var.webhook_secret, "«literal»")',
        'Objects.requireNonNullElse(System.getenv("WEBHOOK_SECRET"), "«literal»")',
        before=(
            r"(?:\(or\s|\b(?i:or|coalesce|ifnull|nvl|isnull|try|firstNon(?:Empty|Null|Blank)"
            r"|requireNonNullElse|defaultString|defaultIf(?:Blank|Empty|Null))\()\s{0,20}"
            r"(?:\(?[\w./]{1,30}[ (][\"':]?)?"
        ),
        after=(rf"[\"']?(?:,\s?(?i:true|false|null))?(?:\)?,\s{{0,20}}|\)\s{{1,20}}){QUOTED}"),
    ),
    form(
        "a default of OCaml",
        'try Sys.getenv "WEBHOOK_SECRET" with Not_found -> "«literal»"',
        'Sys.getenv_opt "WEBHOOK_SECRET" |> Option.value ~default:"«literal»"',
        before=r"getenv(?:_opt)?\s\"",
        after=(
            rf"\"\s{{1,20}}(?:with\s(?:Not_found|_)\s->\s{{0,20}}|\|>\s?(?:Base\.)?Option\.value\s~default:)"
            rf"{QUOTED}"
        ),
    ),
    form(
        "an option of Commander, which shows its argument",
        ".option('-s, --webhook-secret <secret>', 'of the panel', '«literal»')",
        before=r"[oO]ption\(\s{0,20}[\"'](?:-\w, )?--",
        after=rf"[ =][<\[][\w.-]{{1,40}}[>\]][\"'],\s{{0,40}}{_TEXT},\s{{0,40}}{QUOTED}",
    ),
    form(
        "a variable that is read with a default among its arguments",
        'Sys.getenv("WEBHOOK_SECRET", unset = "«literal»")',
        'rootCmd.Flags().StringVarP(&secret, "webhook-secret", "w", "«literal»", "usage")',
        "lookup('webhook_secret', String, 'first', '«literal»')",
        'config :shop, :webhook_secret, "«literal»"',
        before=(
            r"(?:getenv\([\"']|String(?:Var)?P\([^\n\"]{0,60}\"|\blookup\('|\bconfig\s:\w{1,30},\s{1,20}:)"
        ),
        after=rf"[\"']?(?:,\s?unset\s?=\s?|,\s?\"\w?\",\s?|,\s?\w{{1,20}},\s?'\w{{1,20}}',\s?|,\s{{1,20}}){QUOTED}",
    ),
    form(
        "a default among the words of a tag of a Go field",
        '`env:"WEBHOOK_SECRET,default=«literal»"`',
        before=r"\w:\"",
        after=r"(?:,\w{1,20}){0,3},\s?default=(?P<bare>[^\s\"',;`]{1,200})",
    ),
)
"""Of several that match, the first one counts."""
