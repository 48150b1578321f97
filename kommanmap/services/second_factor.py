"""The second proof of who somebody is: a code from an authenticator app, or one of the recovery codes. Flushes only.

A code counts once: the app's by its time step, a recovery code by being used up. Limits of tries: `services.throttle`;
passkeys: `services.passkeys`.
"""

import hashlib
import secrets
from datetime import datetime

import pyotp
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session as DatabaseSession

from kommanmap.models import Passkey, RecoveryCode, User

STEP_SECONDS = 30
STEPS_EITHER_WAY = 1
"""Clocks of phones are a little wrong."""
CODE_DIGITS = 6
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 4, 4


def new_secret() -> str:
    """160 random bits in base32, as authenticator apps take them."""
    return pyotp.random_base32()


def app_address(*, secret: str, email: str, site_name: str) -> str:
    """What the QR code says: `otpauth://totp/…`."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=site_name)


def has_any(session: DatabaseSession, user: User) -> bool:
    """Whether the account has an app or a passkey; recovery codes alone are none."""
    return bool(user.totp_secret) or passkey_count(session, user) > 0


def passkey_count(session: DatabaseSession, user: User) -> int:
    """How many passkeys an account has."""
    return session.scalar(select(func.count(Passkey.id)).where(Passkey.user_id == user.id)) or 0


def is_right(session: DatabaseSession, *, user: User, code: str, now: datetime) -> bool:
    """Take a code of the app or a recovery code, however it was typed; it will not be taken again."""
    if is_app_code(code):
        return _take_app_code(session, user, _plain(code), now)
    return is_recovery(session, user=user, code=code, now=now)


def is_app_code(code: str) -> bool:
    """Whether what was typed has the shape of an app's code; else it can only be a recovery code."""
    typed = _plain(code)
    return len(typed) == CODE_DIGITS and typed.isascii() and typed.isdigit()


def is_recovery(session: DatabaseSession, *, user: User, code: str, now: datetime) -> bool:
    """Take a recovery code."""
    wanted = (RecoveryCode.user_id == user.id, RecoveryCode.code_hash == _code_hash(user, _plain(code)))
    taken = session.execute(update(RecoveryCode).where(*wanted, RecoveryCode.used_utc.is_(None)).values(used_utc=now))
    return bool(taken.rowcount)  # type: ignore[attr-defined]  # an update has it


def set_up_app(session: DatabaseSession, *, user: User, secret: str, code: str, now: datetime) -> bool:
    """Keep an app's secret if the code shows that the app has it."""
    step = _step_of(secret, _plain(code), now)
    if step is None:
        return False
    user.totp_secret, user.totp_last_step = secret, step
    session.flush()
    return True


def remove_app(session: DatabaseSession, *, user: User) -> None:
    """The app is no proof any more."""
    user.totp_secret, user.totp_last_step = "", 0
    session.flush()


def remove_everything(session: DatabaseSession, *, user: User) -> None:
    """App, passkeys and recovery codes: the person sets a new one up at the next sign-in."""
    remove_app(session, user=user)
    session.execute(delete(Passkey).where(Passkey.user_id == user.id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))


def new_recovery_codes(session: DatabaseSession, *, user: User) -> tuple[str, ...]:
    """Ten new ones, to be shown once; the old ones are worth nothing from now on."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = tuple(_new_code() for _ in range(RECOVERY_CODES))
    session.add_all([RecoveryCode(user_id=user.id, code_hash=_code_hash(user, _plain(code))) for code in codes])
    session.flush()
    return codes


def recovery_codes_left(session: DatabaseSession, user: User) -> int:
    """How many recovery codes are not used yet."""
    unused = (RecoveryCode.user_id == user.id, RecoveryCode.used_utc.is_(None))
    return session.scalar(select(func.count(RecoveryCode.id)).where(*unused)) or 0


def _take_app_code(session: DatabaseSession, user: User, typed: str, now: datetime) -> bool:
    step = _step_of(user.totp_secret, typed, now) if user.totp_secret else None
    if step is None:
        return False
    newer = update(User).where(User.id == user.id, User.totp_last_step < step).values(totp_last_step=step)
    return bool(session.execute(newer).rowcount)  # type: ignore[attr-defined]  # an update has it


def _step_of(secret: str, typed: str, now: datetime) -> int | None:
    """The time step whose code this is; None: of none near now."""
    app = pyotp.TOTP(secret, interval=STEP_SECONDS)
    present = int(now.timestamp()) // STEP_SECONDS
    near = range(present - STEPS_EITHER_WAY, present + STEPS_EITHER_WAY + 1)
    right = [step for step in near if secrets.compare_digest(app.generate_otp(step).encode(), typed.encode())]
    return max(right, default=None)


def _new_code() -> str:
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)


def _plain(code: str) -> str:
    return "".join(sign for sign in code.casefold() if sign.isalnum())


def _code_hash(user: User, plain: str) -> str:
    return hashlib.sha256(f"{user.id}:{plain}".encode()).hexdigest()
