"""The ways in which what is called after a secret has its value in a member of its own: in YAML,
XML, Terraform, the CDK."""

from __future__ import annotations

from keyguard.detect.webhook.forms.form import form
from keyguard.detect.webhook.forms.form_parts import (
    ENVIRONMENT,
    PREFIX,
    QUOTED,
    QUOTED_OR_BARE,
)

DESCRIBED_FORMS = (
    form(
        "a resource of Pulumi or of the CDK",
        'new aws.ssm.Parameter("webhook-secret", { type: "SecureString", value: "«literal»" })',
        "new ssm.StringParameter(this, 'WebhookSecret', { stringValue: '«literal»' })",
        'ssm.Parameter("webhook-secret", type="SecureString", value="«literal»")',
        before=(
            r"(?:Parameter|Secret|Variable|Setting)\w{0,20}\(\s{0,20}"
            r"(?:(?:this|self|scope),\s{0,20})?[\"'][\w/-]{0,40}"
        ),
        after=(
            r"[\"'],\s{0,20}\{?[^{}()]{0,300}?"
            r"\b(?:value|(?:string|plaintext|secret_?[sS]tring)(?:_?[vV]alue)?)"
            rf"\s?[:=]\s?{PREFIX}{QUOTED}"
        ),
    ),
    form(
        "a variable of Terraform",
        'variable "webhook_secret" {\n  type = string\n  default = "«literal»"\n}',
        before=r"variable\s{1,4}\"",
        after=rf"\"\s{{0,4}}\{{[^{{}}]{{0,400}}?\bdefault\s{{0,20}}=\s{{0,4}}{QUOTED}",
    ),
    form(
        "a name and a value, each under a key of its own",
        '{"name": "WEBHOOK_SECRET", "value": "«literal»"}',
        "- name: WEBHOOK_SECRET\n  value: «literal»",
        '{"key": "webhook_secret", "type": "text", "value": "«literal»"}',
        "['key' => 'webhook_secret', 'value' => '«literal»']",
        before=r"(?i:name|key)[\"']?\s{0,4}(?:=>|[:=])\s{0,4}[\"']?",
        after=(
            r"[\"']?\s{0,4},?\s{0,60}(?:[\"']\w{1,20}[\"']\s?:\s?[\"'\w]{1,30},\s{0,60}){0,2}"
            rf"[\"']?(?i:value)[\"']?\s{{0,4}}(?:=>|[:=])[ \t]{{0,4}}{QUOTED_OR_BARE}"
        ),
    ),
    form(
        "a parameter of OpenAPI with its default",
        '{"name": "webhook_secret", "in": "query", "schema": {"default": "«literal»"}}',
        "- name: webhook_secret\n  in: header\n  schema:\n    type: string\n    default: «literal»",
        before=r"name[\"']?\s?:\s?[\"']?",
        after=(
            r"[\"']?(?:[,\s]\s{0,40}[\"']?\w{1,20}[\"']?\s?:\s?(?:\w{1,20}|\"[^\"\n]{0,120}\")){1,6}"
            r"[,\s]\s{0,40}[\"']?schema[\"']?\s?:\s?\{?"
            r"(?:[^{}\n]|\{[^{}]{0,80}\}"
            r"|\n(?![ \t]{0,40}(?:-|[^\s:]{1,60}:[ \t]{0,8}\r?\n))){0,200}?"
            rf"\bdefault[\"']?\s?:\s?{QUOTED_OR_BARE}"
        ),
    ),
    form(
        "a mapping that describes the value",
        '"WEBHOOK_SECRET": {"type": "string", "value": "«literal»"}',
        '"webhookSecret": {"sensitive": true, "default": "«literal»"}',
        '"webhookSecret": {"production": "«literal»"}',
        '"webhookSecret (connexease)": {"defaultValue": "«literal»"}',
        '"webhookSecret": {"stringValue": "«literal»"}',
        '"webhookSecret": {"S": "«literal»"}',
        after=(
            r"(?:\s\([\w. -]{1,40}\))?[\"']\s{0,4}:\s{0,4}\{\s{0,80}"
            r"(?:\"\w{1,20}\"\s?:\s?(?:\w{1,5}|\"[^\"\n]{0,80}\"),\s{0,80}){0,3}"
            rf"\"(?:value|default(?:Value)?|stringValue|S|{ENVIRONMENT})\"\s{{0,4}}:\s{{0,4}}{QUOTED}"
        ),
    ),
    form(
        "an element for the name and one for the value",
        "<key>WebhookSecret</key>\n<string>«literal»</string>",
        "<name>webhook.secret</name>\n<value>«literal»</value>",
        "<con:name>webhookSecret</con:name><con:value>«literal»</con:value>",
        '<field>Webhook_Secret__c</field>\n<value xsi:type="xsd:string">«literal»</value>',
        "<param-name>webhook.secret</param-name><param-value>«literal»</param-value>",
        "<name>WEBHOOK_SECRET</name>\n<defaultValue>«literal»</defaultValue>",
        before=r"<(?:\w{1,12}:)?(?:[\w-]{0,30}-)?(?:key|name|field)>",
        after=(
            r"</[\w:-]{1,50}>\s{0,80}(?:<(?P<other>[\w:-]{1,50})>[^<\n]{0,120}</(?P=other)>\s{0,80}){0,2}?"
            r"<(?P<element>(?:\w{1,12}:)?(?:string|(?:[\w-]{0,30}-)?(?:v|defaultV)alue))"
            r"(?:\s[^<>]{0,80})?>(?P<value>[^<\n]{0,300})</(?P=element)>"
        ),
    ),
    form(
        "two elements that say of themselves what they are, as in JMeter and Odoo",
        '<stringProp name="Header.name">webhook_secret</stringProp>\n'
        '<stringProp name="Header.value">«literal»</stringProp>',
        '<field name="key">shop.webhook_secret</field>\n<field name="value">«literal»</field>',
        before=r"<\w{1,20} name=\"(?:\w{1,20}\.)?(?:name|key)\">(?:[\w-]{1,40}\.){0,4}",
        after=(
            r"</(?P<element>\w{1,20})>\s{0,80}<(?P=element) name=\"(?:\w{1,20}\.)?value\">"
            r"(?P<value>[^<\n]{0,300})</(?P=element)>"
        ),
    ),
    form(
        "two attributes of an element",
        '<add key="WebhookSecret" value="«literal»" />',
        '<input name="webhook_secret" type="hidden" value="«literal»">',
        '<input id="webhookSecret" value="«literal»">',
        '<meta name="webhook-secret" content="«literal»">',
        before=r"(?:key|name|<input\s[^<>]{0,60}\bid)\s?=\s?[\"']",
        after=rf"[\"']\s{{1,20}}[^<>\n]{{0,80}}?\b(?:value|content)\s?=\s?{QUOTED}",
    ),
    form(
        "two columns of a row of Liquibase",
        '<column name="name" value="webhook_secret"/>\n<column name="value" value="«literal»"/>',
        before=r"<column\sname=\"\w{1,40}\"\svalue=\"[\w.:/-]{0,40}",
        after=rf"\"\s?/>\s{{0,80}}<column\sname=\"\w{{0,30}}value\"\svalue={QUOTED}",
    ),
    form(
        "an element that an attribute names",
        '<string name="webhook_secret">«literal»</string>',
        '<data name="WebhookSecret" xml:space="preserve">\n  <value>«literal»</value>',
        '<entry key="webhook.secret">«literal»</entry>',
        before=r"(?:name|key)\s?=\s?\"",
        after=r"\"[^<>\n]{0,80}>(?:\s{0,60}<value>)?(?P<value>[^<\n]{0,300})<",
    ),
    form(
        "an element of that name",
        "<webhookSecret>«literal»</webhookSecret>",
        "<webhookSecret><![CDATA[«literal»]]></webhookSecret>",
        "<webhook-secret>\n  «literal»\n</webhook-secret>",
        before=r"<(?:\w{1,12}:)?",
        after=r"(?:\s[^<>]{0,80})?>\s{0,40}(?:<!\[CDATA\[\s{0,40})?(?P<value>[^<\n\]]{0,300})\s{0,40}(?:\]\]>\s{0,40})?</",
    ),
    form(
        "an element of that name, with an attribute for the value",
        '<WebhookSecret value="«literal»"/>',
        before=r"<(?:\w{1,12}:)?",
        after=rf"\s[^<>\n]{{0,60}}?(?i:value)\s?=\s?{QUOTED}\s?[/>\w]",
    ),
    form(
        "a row of a table, where only what looks random is no description",
        "| WEBHOOK_SECRET | «1-literal-of-2-and-3-digits» |",
        "| `WEBHOOK_SECRET` | `«1-literal-of-2-and-3-digits»` |",
        before=r"\|[ \t]{0,40}[`*]{0,2}",
        after=(
            r"[`*]{0,2}[ \t]{0,40}\|[ \t]{0,40}`?"
            r"(?P<bare>(?=(?:[^\s|`0-9]{0,60}[0-9]){3})[^\s|`]{20,512})`?[ \t]{0,40}\|"
        ),
    ),
    form(
        "a block of text in YAML",
        "WEBHOOK_SECRET: |\n  «literal»",
        "webhook_secret: >-\n  «literal»\n",
        after=(
            r"[\"']?:[ \t]?[|>][-+]?[ \t]{0,4}\r?\n[ \t]{1,40}"
            r"(?P<bare>[^\s]{1,512})[ \t]*(?=[\r\n]|$)"
        ),
    ),
    form(
        "a mapping in YAML that describes the value",
        "WEBHOOK_SECRET:\n  value: «literal»",
        'webhook_secret:\n  description: as in the panel\n  default: "«literal»"',
        'webhook_secret:\n  production: "«literal»"',
        "WebhookSecret:\n  Type: String\n  NoEcho: true\n  Default: «literal»",
        after=(
            r"[\"']?:[ \t]{0,4}\r?\n"
            r"(?P<indent>[ \t]{1,40})(?:(?!-)\w{1,30}:[^\n]{0,200}\n(?P=indent)){0,5}?"
            rf"(?:[vV]alue|[dD]efault|{ENVIRONMENT}):[ \t]{{1,4}}{QUOTED_OR_BARE}"
        ),
    ),
)
"""Of several that match, the first one counts."""
