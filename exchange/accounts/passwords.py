"""Passwords: kept as Argon2id, and compared in the same time for whoever is not there."""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY)
"""RFC 9106, 4: the second recommended option, 64 MiB and three passes."""


def hashed(password: str) -> str:
    """Give what is stored of `password`, in PHC notation."""
    return HASHER.hash(_one_form(password))


def is_right(password: str, password_hash: str | None) -> bool:
    """Tell whether `password` is the one that was hashed.

    Without a hash the answer is no, after the same work: how long it took must
    not tell whether there is such an account.
    """
    try:
        HASHER.verify(password_hash or _hash_of_nobody(), _one_form(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Tell whether a hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(password_hash)


def _one_form(password: str) -> str:
    """Make what different keyboards send for one letter the same (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def _hash_of_nobody() -> str:
    """Give a hash that no password has, to be checked with today's parameters."""
    cost = f"m={HASHER.memory_cost},t={HASHER.time_cost},p={HASHER.parallelism}"
    return f"$argon2id$v=19${cost}${'A' * 22}${'A' * 43}"
