"""How the names of webhook secrets are spelt, as parts of expressions."""

SEPARATOR = r"""(?:[-_. :]|__|["']?\]\[["']?)?"""
MIDDLE = (
    "signing|signature|signed|shared|auth(?:entication|orization)?|verif(?:y|ication)|validation"
    "|hmac|bearer|access|api|app|client|callback|request|incoming|inbound|server|security|private|kata"
)

KEY = (
    "secret|token|key|passw(?:or)?d|pass|auth(?:orization)?|bearer"
    "|gizli|anahtar(?:i|ı)?|(?:s|ş|Ş)ifre(?:si)?|parola(?:si|sı)?"  # Turkish
    "|segredo|senha|chave"  # Portuguese
    "|secreto|clave|contrase(?:n|ñ|Ñ)a"  # Spanish
    "|rahasia|kunci|sandi"  # Indonesian
)
"""What a name calls the secret itself, in the languages of those who use the Gateway."""
KEY_OF = (
    "(?:segredo|senha|chave|secreto|clave|contrase(?:n|ñ|Ñ)a|rahasia|kunci|(?:kata[-_]?)?sandi)"
    "[-_.]?(?:(?:secreta|da|do|de|del)[-_.]?){0,2}web[-_]?hook"
)
"""The words in the order of these languages: ``SENHA_DO_WEBHOOK``."""
