"""A passkey made of software, for tests: it signs what browsers sign, and can be told to cheat."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url as base64url

_PRESENT, _VERIFIED, _WITH_KEY = 0x01, 0x04, 0x40


@dataclass
class SoftKey:
    """One credential at one site. `count` goes up with each use, as that of a real key."""

    origin: str = "http://localhost"
    host: str = "localhost"
    count: int = 0
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    private_key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def made(self, options: dict[str, Any]) -> dict[str, Any]:
        """What the browser sends after making it."""
        numbers = self.private_key.public_key().public_numbers()
        public_key = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        credential = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id
        data = self._data(_WITH_KEY) + credential + cbor2.dumps(public_key)
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        told = self._told("webauthn.create", options)
        return self._sent({"attestationObject": base64url(attestation), "clientDataJSON": base64url(told)})

    def used(self, options: dict[str, Any]) -> dict[str, Any]:
        """What the browser sends to prove that it is there."""
        self.count += 1
        data, told = self._data(0), self._told("webauthn.get", options)
        signature = self.private_key.sign(data + hashlib.sha256(told).digest(), ec.ECDSA(SHA256()))
        parts = {"authenticatorData": data, "clientDataJSON": told, "signature": signature}
        return self._sent({name: base64url(content) for name, content in parts.items()})

    def _data(self, flags: int) -> bytes:
        host = hashlib.sha256(self.host.encode()).digest()
        return host + bytes([_PRESENT | _VERIFIED | flags]) + self.count.to_bytes(4, "big")

    def _told(self, kind: str, options: dict[str, Any]) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()

    def _sent(self, response: dict[str, str]) -> dict[str, Any]:
        number = base64url(self.credential_id)
        return {"id": number, "rawId": number, "type": "public-key", "response": response, "clientExtensionResults": {}}
