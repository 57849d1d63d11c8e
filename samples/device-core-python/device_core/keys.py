"""Keys: trust anchors, to which an algorithm is bound (R-GEN-12, R-DC-44), and the device's own key (R-DC-03)."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ESP256 = -9
ED25519 = -19
SIGNATURE_LENGTH = 64


def key_identifier(public_key_info: bytes) -> bytes:
    """The first 16 bytes of the SHA-256 of the SubjectPublicKeyInfo."""
    return hashlib.sha256(public_key_info).digest()[:16]


@dataclass(frozen=True)
class Anchor:
    """A public key that the device trusts, the one algorithm of it, and what its bearer may write."""

    identifier: bytes
    algorithm: int
    public_key: Ed25519PublicKey | ec.EllipticCurvePublicKey
    components: frozenset[str] | None = None

    @staticmethod
    def of(public_key_info: bytes, components: frozenset[str] | None = None) -> "Anchor":
        """The anchor of a SubjectPublicKeyInfo; ValueError when it is neither Ed25519 nor P-256."""
        key = serialization.load_der_public_key(public_key_info)
        identifier = key_identifier(public_key_info)
        if isinstance(key, Ed25519PublicKey):
            return Anchor(identifier, ED25519, key, components)
        if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
            return Anchor(identifier, ESP256, key, components)
        raise ValueError("a trust anchor is Ed25519 or P-256")

    def may_write(self, component: str) -> bool:
        """Whether the bearer of the key may write this component (R-DC-44)."""
        return self.components is None or component in self.components

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether this key made the signature over the message."""
        if len(signature) != SIGNATURE_LENGTH:
            return False
        try:
            if isinstance(self.public_key, Ed25519PublicKey):
                self.public_key.verify(signature, message)
            else:
                half = SIGNATURE_LENGTH // 2
                encoded = utils.encode_dss_signature(int.from_bytes(signature[:half], "big"),
                                                     int.from_bytes(signature[half:], "big"))
                self.public_key.verify(encoded, message, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return True


class SigningKey:
    """An Ed25519 private key. Its bytes go nowhere but into a file of its own (R-GEN-11)."""

    algorithm = ED25519

    def __init__(self, secret: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(secret)
        self.public_key_info = self._key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        self.identifier = key_identifier(self.public_key_info)

    def sign(self, message: bytes) -> bytes:
        """The signature over the message."""
        return self._key.sign(message)

    def store(self, path: Path) -> None:
        """Write the key to a file that its owner alone may read."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(self._key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                               serialization.NoEncryption()))
