"""Small signed words that need no storage: form tokens. Knows the secret key, and no person."""

import hashlib
import hmac

from flask import current_app


def signature(purpose: str, words: str) -> str:
    """HMAC-SHA256 of the words for one purpose, in hex; a signature for one purpose is worth nothing for another."""
    key = str(current_app.config["SECRET_KEY"] or "").encode()
    return hmac.new(key, f"{purpose}\n{words}".encode(), hashlib.sha256).hexdigest()


def is_signature(purpose: str, words: str, given: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(signature(purpose, words).encode(), given.encode())
