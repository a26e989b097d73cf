"""Ciphertext: what a secret looks like once it is encrypted; a row for each program that writes it.

Ciphertext may be committed: nobody can use it without a key that is elsewhere. A row has as much as
a program always writes, so that no random secret begins like that by chance. Text that is only
encoded or obfuscated, such as ``OBF:`` of Jetty or ``{xor}`` of WebSphere, is no ciphertext, and
text that waits to be encrypted, such as ``DEC(...)`` of Jasypt, is a secret.
"""

from __future__ import annotations

import re
from functools import lru_cache

from keyguard.detect.text.enclosing import REACH, enclosing_blocks, enclosing_brackets
from keyguard.model.patterns import lazy_pattern
from keyguard.model.record import NamedTuple

_BASE64 = r"[A-Za-z0-9+/_-]"


class CiphertextForm(NamedTuple):
    """How the ciphertext of one program begins."""

    title: str
    expression: str
    """Matches where the value begins."""
    source: str
    """Where the form is described."""


FORMS = (
    CiphertextForm(
        "sops, hiera-eyaml",
        r"ENC\[|(?:EN|DE)CRYPT(?:ED)?\[",
        "https://github.com/getsops/sops#encrypting-values-in-a-file, https://github.com/voxpupuli/hiera-eyaml",
    ),
    CiphertextForm(
        "Jasypt, Spring", r"ENC\(", "http://www.jasypt.org/encrypting-configuration.html"
    ),
    CiphertextForm(
        "Spring Cloud Config",
        r"\{cipher\}",
        "https://docs.spring.io/spring-cloud-config/reference/server/encryption-and-decryption.html",
    ),
    CiphertextForm(
        "Ansible Vault",
        r"\$ANSIBLE_VAULT;|!vault\b",
        "https://docs.ansible.com/ansible/latest/vault_guide/vault_encrypting_content.html",
    ),
    CiphertextForm(
        "OpenSSL, CryptoJS: the base64 or hex of Salted__",
        r"U2FsdGVkX1[89+/]|53616c7465645f5f",
        "https://docs.openssl.org/master/man1/openssl-enc/",
    ),
    CiphertextForm("ejson", r"EJ\[\d{1,3}:", "https://github.com/Shopify/ejson#format"),
    CiphertextForm(
        "dotenvx, and others that say so",
        r"(?:enc|encrypted|cipher|kms|awskms|gcpkms|ejson|age):",
        "https://dotenvx.com/docs/features/encryption",
    ),
    CiphertextForm(
        "the API server of Kubernetes",
        r"k8s:enc:",
        "https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/",
    ),
    CiphertextForm(
        "transit of Vault",
        r"vault:v\d",
        "https://developer.hashicorp.com/vault/docs/secrets/transit",
    ),
    CiphertextForm(
        "vault of JBoss, WildFly",
        r"VAULT::",
        "https://access.redhat.com/documentation/en-us/red_hat_jboss_enterprise_application_platform/",
    ),
    CiphertextForm(
        "age",
        r"YWdlLWVuY3J5cHRpb24ub3JnL3Yx|age-encryption\.org/v\d|-----BEGIN AGE ENCRYPTED FILE",
        "https://age-encryption.org/v1",
    ),
    CiphertextForm("OpenPGP", r"-----BEGIN PGP MESSAGE", "RFC 9580, section 6.2"),
    CiphertextForm("CMS, S/MIME", r"-----BEGIN (?:CMS|PKCS7)-----", "RFC 7468, sections 8 and 9"),
    CiphertextForm(
        "AWS KMS, the versions of its keys",
        rf"AQ[EIM][A-D]AH{_BASE64}{{60}}",
        "https://docs.aws.amazon.com/kms/latest/developerguide/ (no page describes the form: "
        "as the service writes it)",
    ),
    CiphertextForm(
        "AWS Encryption SDK, message versions 1 and 2",
        rf"(?:AYA[A-D]|AgR4|AgV4){_BASE64}{{60}}",
        "https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html",
    ),
    CiphertextForm(
        "Google Cloud KMS: a message whose first field has 36 or 37 bytes",
        rf"Ci[QU]A{_BASE64}{{60}}",
        "https://cloud.google.com/kms/docs/encrypt-decrypt (as the service writes it)",
    ),
    CiphertextForm(
        "Fernet, version 128 and a time before 2038",
        rf"gAAAAA{_BASE64}{{60}}",
        "https://github.com/fernet/spec/blob/master/Spec.md",
    ),
    CiphertextForm(
        "Laravel: the base64 of a JSON object that begins with iv",
        r"eyJpdiI6",
        "https://laravel.com/docs/encryption",
    ),
    CiphertextForm(
        "JWE in compact form, which has five parts",
        r"eyJ[\w-]{10,400}\.[\w-]{0,800}\.[\w-]{8,40}\.[\w-]{1,800}\.[\w-]{16,90}\Z",
        "RFC 7516, section 7.1",
    ),
    CiphertextForm(
        "Jenkins, Maven: base64 in braces",
        r"\{[A-Za-z0-9+/]{20,}={0,2}\}\Z",
        "hudson.util.Secret of Jenkins, https://maven.apache.org/guides/mini/guide-encryption.html",
    ),
    CiphertextForm(
        "WebSphere, WebLogic, and others that name the cipher in front",
        r"\{(?i:aes|rsa|des|desede|3des)[\w-]{0,12}\}|<ENCRYPTED>",
        "https://www.ibm.com/docs/en/was-liberty/base?topic=liberty-password-encryption-limitations",
    ),
    CiphertextForm(
        "Data Protection of ASP.NET: the header 09 F0 C9 F0",
        rf"CfDJ8{_BASE64}{{60}}",
        "https://learn.microsoft.com/aspnet/core/security/data-protection/implementation/authenticated-encryption-details",
    ),
    CiphertextForm(
        "DPAPI: version 1 and the identifier of its provider, in hex or base64",
        r"(?i:01000000d08c9ddf0115d1118c7a00c04fc297eb)|AQAAANCMnd8BFdERjHoAwE",
        "https://learn.microsoft.com/powershell/module/microsoft.powershell.security/convertfrom-securestring",
    ),
    CiphertextForm(
        "a SecureString of PowerShell with a key",
        r"76492d1116743f0423413b16050a5345",
        "ConvertFrom-SecureString -Key (the header that it writes)",
    ),
    CiphertextForm(
        "secure properties of MuleSoft",
        r"!\[[A-Za-z0-9+/=,]{16,}\]\Z",
        "https://docs.mulesoft.com/mule-runtime/latest/secure-configuration-properties",
    ),
    CiphertextForm(
        "messages of Rails: ciphertext, initialization vector, tag",
        r"[A-Za-z0-9+/]{8,}={0,2}--[A-Za-z0-9+/]{16}--[A-Za-z0-9+/]{22}==\Z",
        "ActiveSupport::MessageEncryptor, config/credentials.yml.enc",
    ),
    CiphertextForm(
        "Pulumi: a version, a nonce, ciphertext",
        r"v1:[A-Za-z0-9+/]{8,}={0,2}:[A-Za-z0-9+/]{16,}={0,2}\Z",
        "https://www.pulumi.com/docs/iac/concepts/secrets/",
    ),
    CiphertextForm(
        "Bitwarden: a type, and parts between bars",
        r"[0-7]\.[A-Za-z0-9+/]{22,}={0,2}\|[A-Za-z0-9+/]{16,}={0,2}",
        "https://bitwarden.com/help/bitwarden-security-white-paper/",
    ),
    CiphertextForm(
        "XML Encryption",
        r"<(?:\w{1,10}:)?(?:CipherData|CipherValue|EncryptedData)\b",
        "https://www.w3.org/TR/xmlenc-core1/",
    ),
    CiphertextForm(
        "Sealed Secrets: the length of an RSA key of 4096 bits in front",
        r"AgB[A-Za-z0-9+/]{60}",
        "https://github.com/bitnami-labs/sealed-secrets/blob/main/docs/developer/crypto.md",
    ),
    CiphertextForm(
        "a hash of a password, as text",
        r"\$(?:2[abxy]|5|6|7|y|argon2\w{0,2}|scrypt|pbkdf2[\w-]{0,10})\$"
        r"|pbkdf2_sha\d{1,3}\$|argon2\$|bcrypt(?:_sha256)?\$"
        r"|sha(?:1|256|384|512)(?::|=|\$|-)[0-9A-Za-z+/=]{27,}|\{(?:bcrypt|pbkdf2|scrypt|argon2|S?SHA)\}",
        "https://github.com/P-H-C/phc-string-format, crypt(5), Django and Spring Security",
    ),
)
"""What is kept in a file of its own, such as ``git-crypt``, is not text and has no row."""

_SEALED = lazy_pattern(r"A[gQ][A-D][A-Za-z0-9+/]{20,}={0,2}")
"""What kubeseal writes below ``encryptedData``, cut short or with a key of 2048 bits as well."""
_ENCRYPTED_DATA = "encryptedData"


def is_ciphertext(value: str) -> bool:
    """Whether the value is encrypted, or the hash of a password."""
    return bool(_expression().match(value))


def is_sealed(text: str, position: int, value: str) -> bool:
    """Whether the value of a name at ``text[position]`` is a member of a SealedSecret."""
    return (
        _SEALED.fullmatch(value) is not None
        and text.find(_ENCRYPTED_DATA, max(0, position - REACH), position) >= 0
        and any(
            _ENCRYPTED_DATA in head
            for head in (*enclosing_blocks(text, position), *enclosing_brackets(text, position))
        )
    )


@lru_cache(maxsize=1)
def _expression() -> re.Pattern[str]:
    return lazy_pattern("|".join(form.expression for form in FORMS))
