"""How runs of digits are written: which characters they have, and how their lines end."""

DIGITS = "[A-Za-z0-9+/_-]"
"""The digits of base64 and base64url (RFC 4648), and so of hexadecimal."""
END_OF_LINE = r"(?:\\{0,4}\r?\n|(?:\\{1,4}r)?\\{1,4}n)[ \t]{0,40}"
"""The end of a line and the indentation of the next, as it is or as in a string of JSON or code."""
JOINT = (
    r"(?:[\"'`](?:[ \t]{0,8}[+.&])?[ \t]{0,16}\\?\r?\n(?:[ \t]{0,40}[+.&])?[ \t]{0,48}[bf]?[\"'`]"
    rf"|\r?\n[ \t]{{0,40}}(?:#|//|\*|;|--|>)[ \t]{{1,4}}|{END_OF_LINE})"
)
"""What joins two lines of digits: the end of a string literal and the beginning of the next, the
sign in front of a line of a comment, or ``END_OF_LINE``. The longest comes first."""
ESCAPE = r"\\{1,4}(?=/)"
"""What JSON may have in front of a digit, and PHP writes: ``\\/`` for ``/``."""
LINE = (
    rf"(?:{DIGITS}{{4,}}|{DIGITS}{{2,3}}(?==))"
    r"(?=={0,2}(?:[\s\"'`\\})\]<,;]|\Z))"
)
"""A further line of a run: nothing but digits, of the last of which padding may be left, and what
can follow them."""
BETWEEN = rb"[\s\"'`\\+.&#*/nr]{1,24}"
"""What a joint is made of in most files. Simple, since compiling it often takes time."""
