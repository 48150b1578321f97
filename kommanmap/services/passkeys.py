"""Passkeys (WebAuthn) as a second factor: made and asked for with a challenge of one session that counts once.

Knows no request; who asks for what on which address comes in `RelyingParty`. Flushes only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session as DatabaseSession
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from kommanmap.domain.errors import NotFound
from kommanmap.domain.problems import InvalidDraft, Problem
from kommanmap.models import LoginSession, Passkey, User

MOST = 10
"""Passkeys of one person."""
_MAKING, _ASKING = "make:", "ask:"
_VERIFICATION = UserVerificationRequirement.PREFERRED


class PasskeyRefused(InvalidDraft):
    """What the browser sent does not prove anything: another site, another challenge, a copied key."""

    def __init__(self) -> None:
        super().__init__([Problem("", "wrong_passkey")])


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """This site as browsers see it: host name, name for people, origin (`https://…`)."""

    host: str
    name: str
    origin: str


def keys_of(session: DatabaseSession, user: User) -> Sequence[Passkey]:
    """The passkeys of a person, the oldest first."""
    return session.scalars(select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)).all()


def making_options(session: DatabaseSession, *, login: LoginSession, site: RelyingParty) -> str:
    """What the browser needs to make a passkey, as JSON.

    Raises:
        InvalidDraft: the person has so many already.
    """
    keys = keys_of(session, login.user)
    if len(keys) >= MOST:
        raise InvalidDraft([Problem("", "too_many", {"limit": MOST})])
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=f"user:{login.user_id}".encode(),
        user_name=login.user.email,
        user_display_name=login.user.name or login.user.email,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=key.credential_id) for key in keys],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=_VERIFICATION
        ),
    )
    _remember(session, login, _MAKING, options.challenge)
    return options_to_json(options)


def keep(
    session: DatabaseSession, *, login: LoginSession, site: RelyingParty, answer: str, name: str, now: datetime
) -> Passkey:
    """Keep the passkey that the browser made. The challenge is used up either way: commit also when this raises.

    Raises:
        PasskeyRefused: it was not made here and now, or exists already.
    """
    challenge = _taken(session, login, _MAKING)
    try:
        made = verify_registration_response(
            credential=answer, expected_challenge=challenge, expected_rp_id=site.host, expected_origin=site.origin
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused from error
    if session.scalars(select(Passkey.id).where(Passkey.credential_id == made.credential_id)).first() is not None:
        raise PasskeyRefused
    key = Passkey(
        user_id=login.user_id, credential_id=made.credential_id, public_key=made.credential_public_key,
        sign_count=made.sign_count, name=name, created_utc=now,
    )  # fmt: skip
    session.add(key)
    session.flush()
    return key


def asking_options(session: DatabaseSession, *, login: LoginSession, site: RelyingParty) -> str:
    """What the browser needs to prove that it has one of the person's passkeys, as JSON."""
    keys = keys_of(session, login.user)
    options = generate_authentication_options(
        rp_id=site.host,
        allow_credentials=[PublicKeyCredentialDescriptor(id=key.credential_id) for key in keys],
        user_verification=_VERIFICATION,
    )
    _remember(session, login, _ASKING, options.challenge)
    return options_to_json(options)


def check(session: DatabaseSession, *, login: LoginSession, site: RelyingParty, answer: str, now: datetime) -> Passkey:
    """Which of the person's passkeys this proves. The challenge is used up either way: commit also when this raises.

    Raises:
        PasskeyRefused: none; or a counter that went back, as that of a copied key does.
    """
    challenge = _taken(session, login, _ASKING)
    try:
        credential = parse_authentication_credential_json(answer)
        known = (Passkey.user_id == login.user_id, Passkey.credential_id == credential.raw_id)
        key = session.scalars(select(Passkey).where(*known)).one_or_none()
        if key is None:
            raise PasskeyRefused
        proved = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused from error
    key.sign_count, key.last_used_utc = proved.new_sign_count, now
    session.flush()
    return key


def remove(session: DatabaseSession, *, user: User, number: int, factor_required: bool) -> None:
    """Do without one passkey.

    Raises:
        NotFound: the person has no such passkey.
        InvalidDraft: it is the only second factor, and one is required.
    """
    keys = keys_of(session, user)
    key = next((each for each in keys if each.id == number), None)
    if key is None:
        raise NotFound("passkey")
    if factor_required and len(keys) == 1 and not user.totp_secret:
        raise InvalidDraft([Problem("", "last_factor")])
    session.delete(key)
    session.flush()


def _remember(session: DatabaseSession, login: LoginSession, purpose: str, challenge: bytes) -> None:
    login.challenge = purpose + bytes_to_base64url(challenge)
    session.flush()


def _taken(session: DatabaseSession, login: LoginSession, purpose: str) -> bytes:
    """The challenge of this session, which is gone after that."""
    kept, login.challenge = login.challenge, ""
    session.flush()
    if not kept.startswith(purpose):
        raise PasskeyRefused
    return base64url_to_bytes(kept.removeprefix(purpose))
