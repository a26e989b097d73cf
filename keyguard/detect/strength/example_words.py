"""What people write where a key belongs: words of several languages, and rows of characters.

Seen in the documentation, templates and tests of public repositories.
"""

WORDS = (
    # English
    "access", "account", "actual", "add", "admin", "api", "app", "auth", "authorization",
    "backend", "bearer", "body", "change", "changeit", "changeme", "changethis", "client", "code",
    "config", "connexease", "copy", "credential", "debug", "default", "demo", "deploy", "dev",
    "development", "dont", "dummy", "edit", "enter", "env", "example", "fake", "fill", "fixture",
    "fixme", "for", "foo", "foobar", "from", "gateway", "generate", "get", "goes", "here",
    "hidden", "hello", "insert", "invalid", "key", "live", "local", "localhost", "masked",
    "message", "mock", "my", "new", "not", "number", "only", "paste", "password", "placeholder",
    "please", "private", "prod", "production", "project", "public", "publishable", "put",
    "random", "real", "redacted", "replace", "replaceme", "replacewith", "sample", "sandbox",
    "secret", "secure", "server", "service", "set", "some", "stage", "staging", "string", "stub",
    "super", "supersecret", "template", "temp", "test", "testing", "that", "the", "this", "todo",
    "token", "unit", "use", "user", "valid", "value", "webhook", "whatsapp", "with", "world",
    "your", "yourapikey", "yourkey", "yoursecret", "bar", "baz", "lorem", "ipsum", "dolor",
    "deadbeef", "cafebabe", "badc0ffee", "deadc0de", "feedface",
    # Turkish
    "anahtar", "anahtari", "anahtariniz", "buraya", "burada", "canli", "degistir", "deneme",
    "girin", "gizli", "gelistirme", "ornek", "sahte", "senin", "sifre", "sizin", "uretim",
    "yapistir", "yazin", "yaz", "yerine", "ekle", "ekleyin", "koyun", "bilgi",
    # Portuguese and Spanish
    "alterar", "altere", "aqui", "cambiar", "cambia", "cambiame", "chave", "clave", "coloca",
    "coloque", "cole", "contrasena", "ejemplo", "exemplo", "falsa", "falso", "ficticia",
    "homolog", "inserir", "insira", "inserte", "ingrese", "minha", "pega", "pegue", "poner",
    "ponga", "producao", "produccion", "prueba", "pruebas", "reemplazar", "reemplace", "segredo",
    "senha", "secreto", "secreta", "sua", "substitua", "substituir", "sustituir", "teste",
    "troque", "tuclave",
    # French, German, Italian, Indonesian
    "beispiel", "changez", "chiave", "cle", "contoh", "disini", "einsetzen", "esempio", "exemple",
    "ganti", "geheim", "hier", "inserisci", "kunci", "masukkan", "rahasia", "remplacez",
    "schluessel", "sostituire", "votre",
)  # fmt: skip

ASKING = frozenset({
    "your", "here", "goes", "change", "replace", "insert", "put", "enter", "fill", "paste",
    # Turkish
    "buraya", "burada", "yazin", "yaz", "girin", "degistir", "degistirin", "yapistir", "ekle",
    "ekleyin", "koyun", "senin", "sizin", "sifreniz", "sifrenizi", "anahtariniz", "anahtarinizi",
    # Portuguese and Spanish
    "aqui", "sua", "seu", "tu", "su", "alterar", "altere", "cambiar", "cambia", "coloca", "coloque",
    "cole", "inserir", "insira", "inserte", "ingrese", "pega", "pegue", "poner", "ponga", "troque",
    "reemplazar", "reemplace", "substitua", "substituir", "sustituir",
    # French, German, Italian, Indonesian
    "votre", "changez", "remplacez", "hier", "einsetzen", "inserisci", "sostituire", "disini",
    "ganti", "masukkan", "anda",
})  # fmt: skip
"""Words that ask a reader to put something there."""

_FORWARD = (
    "0123456789" * 4,
    "0123456789abcdef" * 3,
    "abcdef0123456789" * 3,
    "abcdefghijklmnopqrstuvwxyz" * 2,
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujmikolp",
)
ROWS = "\n".join([*_FORWARD, *(row[::-1] for row in _FORWARD)])
"""Runs of characters in lower case, in the order of counting, of the alphabet or of a keyboard."""
