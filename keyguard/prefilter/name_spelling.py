"""How the names of webhook secrets are spelt, and what is around them, as parts of expressions."""

SEPARATOR = r"""(?:[-_. :/]|__|\\_|->|::|'s[ ]|["']?\]\[["']?)?"""
MIDDLE = (
    "signing|signature|signed|shared|auth(?:entication|orization)?|verif(?:y|ication)|validation"
    "|set|hmac|bearer|access|api|app|client|callback|request|incoming|inbound|server|security|private|kata"
)
SETTING = "prod(?:uction)?|live|stag(?:e|ing)|test|dev(?:elopment)?|local|sandbox|default|global"
"""What a secret is for, between the word webhook and its own."""


KEY = (
    "secret|token|key|passw(?:or)?d|pass|auth(?:orization)?|bearer"
    "|gizli|anahtar(?:i|ı|ý)?|parola(?:si|sı|sý)?"  # Turkish
    "|(?:s|ş|Ş|þ|Þ)(?:i|İ|ı|Ý|ý)fre(?:s(?:i|İ|ı|Ý|ý))?"
    "|segredo|senha|chave"  # Portuguese
    "|secreto|clave|contrase(?:n|ñ|Ñ)a"  # Spanish
    "|rahasia|kunci|sandi"  # Indonesian
)
"""What a name calls the secret itself, in the languages of those who use the Gateway; Turkish as it
is in Latin-1 too. None of these letters is in a class: in bytes it may be two."""
KEY_OF = (
    "(?:(?:segredo|senha|chave|secreto|clave|contrase(?:n|ñ|Ñ)a|rahasia|kunci|(?:kata[-_]?)?sandi)"
    "[-_.]?(?:(?:secreta|da|do|de|del)[-_.]?){0,2}"
    "|(?:secret|token|password) (?:of|for) (?:(?:the|our|your|this|its) )?)web[-_]?hook"
)
"""The words in the order of these languages, ``SENHA_DO_WEBHOOK``, and of a sentence."""

SERVICE_SECRET = "%s[-_.]?(?:signing[-_.]?)?secret"
"""What is called after a service that brings webhooks."""
SECRET = "(?:(?:signing|shared)[-_]?)?secret(?:[-_]?key)?"
"""What it is called in what is a webhook's by itself."""
METHODS = (
    r"(?:\(\))?(?:\s{0,20}(?:\.|->|::)\w{1,12}\([^()\n]{0,36}\)){0,3}"
    r"\s{0,20}(?:\.|->)(?:set_?|with_?|use_?)?"
)
"""What is between a builder and the method that gives it the secret."""
SETTINGS_CLASS = (
    r"s?(?:settings|config(?:uration)?|options|properties|props)"
    r"(?:\([^()\n]{0,80}\)|\s[^(){}\n;=]{1,80}?)?\s{0,20}(?:\{|:[ \t]{0,20}[\r\n])"
)
"""What a class of its settings is called behind the word webhook, up to where its body begins."""
PATH = r"(?::[ ](?:\w{1,20}:[ ]){0,2}|[ ]with[ ](?:the[ ]|an?[ ])?)"
"""The same between a webhook and its secret in CUE, and in a sentence."""


TITLED = (b"[b0-9;}][-_]", b"[bdf0-9;}]", b"=\n", b"=\r\n")
"""What is in front of ``hook`` in the title of a section: ``web`` or ``web-``, or what an escape of
their last characters ends with, or a line of quoted-printable."""
TAGGED = (b"[<:]web", b"[<:]web[-_]")
"""The same in the name of an element of XML."""
VALUES = tuple(rb"[:=>]%sweb" % each for each in (rb"[ \"\']", rb" [\"\']"))
"""The same as a value."""
SECRET_KEY = rb"secret(?:[-_]?key)?[\"\']?\s{0,20}[:=]"
"""A key, and the sign behind it."""
HOOK_CALL = rb"hooks?\w{0,30}(?:(?:\.|->|::)\w{1,20}!?)?\s?[({]"
"""What begins a call, or a structure, that is called so."""
OF_PROJECTS = (b"project", b"group", b"project[s._]", b"group[s._]", b"projects[._]")
"""What is in front of ``hook`` where a token is its secret, in clients of GitLab."""


def in_bytes(expression: str) -> bytes:
    """An expression for the bytes of what it matches, in UTF-8 or in Latin-1, as which the other
    encodings of a byte a character are read."""
    return "".join(map(_spelt, expression)).encode("ascii")


def _spelt(character: str) -> str:
    if character.isascii():
        return character
    encodings = ("utf-8", "latin-1")
    spelt = [character.encode(encoding, "ignore").hex(" ") for encoding in encodings]
    ways = ["\\x" + each.replace(" ", "\\x") for each in spelt if each]
    return f"(?:{'|'.join(ways)})"
