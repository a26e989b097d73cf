"""How the names of webhook secrets are spelt, as parts of expressions."""

SEPARATOR = r"""(?:[-_. :]|__|["']?\]\[["']?)?"""
MIDDLE = (
    "signing|signature|signed|shared|auth(?:entication|orization)?|verif(?:y|ication)|validation"
    "|hmac|bearer|access|api|app|client|callback|request|incoming|inbound|server|security|private"
)
