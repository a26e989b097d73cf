"""How the names of webhook secrets are spelt, as parts of expressions."""

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

SECRET = "(?:(?:signing|shared)[-_]?)?secret(?:[-_]?key)?"
"""What it is called in what is a webhook's by itself."""
METHODS = (
    r"(?:\(\))?(?:\s{0,20}(?:\.|->|::)\w{1,12}\([^()\n]{0,36}\)){0,3}"
    r"\s{0,20}(?:\.|->)(?:set_?|with_?|use_?)?"
)
"""What is between a builder and the method that gives it the secret."""
PATH = r"(?::[ ](?:\w{1,20}:[ ]){0,2}|[ ]with[ ](?:the[ ]|an?[ ])?)"
"""The same between a webhook and its secret in CUE, and in a sentence."""


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
