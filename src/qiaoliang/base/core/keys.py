"""Keys, and what is sealed with them.

A key is a file ``<purpose>-<id>.key`` (32 bytes, base64) in the key folder: ``QIAOLIANG_KEYS``, else ``keys/`` in the
data folder. The newest id of a purpose seals; older ones still open, so a key can be changed while running.
Sealing is ChaCha20-Poly1305 (RFC 8439) bound to a context, usually ``table:row:column``, so a sealed value that is
copied to another row does not open there. The envelope is: suite (1 byte), key id (8 bytes), nonce (12), text and tag.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import stat
from functools import cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from qiaoliang.base.core.env import data_folder, setting

PURPOSES = ("vault", "files", "drafts", "totp", "index", "receipt", "signing", "session")
_SUITE = b"\x01"


class KeyProblem(Exception):
    """A key is missing or does not open what it should; the text says which and what to do."""


def folder() -> Path:
    """The key folder in use."""
    named = setting("KEYS")
    return Path(named) if named else data_folder() / "keys"


def make_missing(where: Path | None = None) -> list[str]:
    """Make a key for every purpose that has none; the purposes made."""
    where = where or folder()
    where.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = [purpose for purpose in PURPOSES if not list(where.glob(f"{purpose}-*.key"))]
    for purpose in made:
        add(purpose, where)
    return made


def add(purpose: str, where: Path | None = None) -> str:
    """A further key for ``purpose``, from now on the one that seals; its id."""
    where = where or folder()
    newest = max((int(path.stem.rsplit("-", 1)[1], 16) for path in where.glob(f"{purpose}-*.key")), default=0)
    key_id = f"{newest + 1:08x}"
    path = where / f"{purpose}-{key_id}.key"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(32)) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    _load.cache_clear()
    return key_id


def problems() -> list[str]:
    """What is unsafe or missing, one sentence each; empty when all is well."""
    where = folder()
    if not where.is_dir():
        return [f"The key folder {where} does not exist. Run: qiaoliang keys new"]
    missing = [f"No key for {purpose} in {where}. Run: qiaoliang keys new" for purpose in missing_purposes()]
    return missing + [f"{path} can be read by others. Run: chmod go-rwx {path}" for path in readable_by_others()]


def missing_purposes() -> list[str]:
    """The purposes that have no key; all of them where there is no folder."""
    return [purpose for purpose in PURPOSES if not _ids(purpose)]


def readable_by_others() -> list[Path]:
    """The folder and the key files whose rights reach beyond their owner."""
    where = folder()
    there = [where, *sorted(where.glob("*.key"))] if where.is_dir() else []
    return [path for path in there if stat.S_IMODE(path.stat().st_mode) & 0o077]


def every() -> list[tuple[str, str, bytes]]:
    """(purpose, id, key) of all that is in the folder."""
    return [(purpose, one, _load(folder(), purpose, one)) for purpose in PURPOSES for one in _ids(purpose)]


def seal(purpose: str, plaintext: bytes, context: str) -> bytes:
    """Encrypt and bind to ``context``."""
    key_id = _ids(purpose)[-1] if _ids(purpose) else _missing(purpose)
    nonce = secrets.token_bytes(12)
    box = ChaCha20Poly1305(_load(folder(), purpose, key_id))
    return _SUITE + key_id.encode() + nonce + box.encrypt(nonce, plaintext, f"{purpose}|{context}".encode())


def unseal(purpose: str, blob: bytes, context: str) -> bytes:
    """What :func:`seal` sealed for the same context; KeyProblem where it does not open."""
    blob = bytes(blob)
    key_id, nonce, text = blob[1:9].decode("ascii", "replace"), blob[9:21], blob[21:]
    try:
        box = ChaCha20Poly1305(_load(folder(), purpose, key_id))
        return box.decrypt(nonce, text, f"{purpose}|{context}".encode())
    except (InvalidTag, ValueError) as fault:
        raise KeyProblem(f"A sealed value ({context}) does not open: it was changed or belongs elsewhere.") from fault


def key_of(blob: bytes) -> str:
    """The id of the key that sealed ``blob``."""
    return bytes(blob)[1:9].decode("ascii", "replace")


def newest(purpose: str) -> str:
    """The id of the key that seals now."""
    return _ids(purpose)[-1] if _ids(purpose) else _missing(purpose)


def mac(purpose: str, data: bytes) -> bytes:
    """A keyed hash (HMAC-SHA-256) with the *first* key of the purpose: an index must not change when keys rotate."""
    ids = _ids(purpose)
    return hmac.new(_load(folder(), purpose, ids[0] if ids else _missing(purpose)), data, hashlib.sha256).digest()


def sign(data: bytes) -> tuple[str, bytes]:
    """(key id, Ed25519 signature)."""
    key_id = newest("signing")
    return key_id, Ed25519PrivateKey.from_private_bytes(_load(folder(), "signing", key_id)).sign(data)


def verify(key_id: str, data: bytes, signature: bytes) -> bool:
    """Whether ``signature`` over ``data`` is ours."""
    try:
        key = Ed25519PrivateKey.from_private_bytes(_load(folder(), "signing", key_id))
        key.public_key().verify(bytes(signature), data)
    except (InvalidSignature, KeyProblem):
        return False
    return True


def forget_loaded() -> None:
    """Read the key files anew (after a rotation by another process)."""
    _load.cache_clear()
    _listed.cache_clear()


def _ids(purpose: str) -> tuple[str, ...]:
    where = folder()
    return _listed(where, purpose, where.stat().st_mtime_ns if where.is_dir() else 0)


@cache
def _listed(where: Path, purpose: str, _changed: int) -> tuple[str, ...]:
    return tuple(sorted(path.stem.rsplit("-", 1)[1] for path in where.glob(f"{purpose}-*.key")))


@cache
def _load(where: Path, purpose: str, key_id: str) -> bytes:
    try:
        return base64.b64decode((where / f"{purpose}-{key_id}.key").read_bytes())
    except OSError as fault:
        raise KeyProblem(f"The key {purpose}-{key_id} is not in {where}. Put it back from its safe copy.") from fault


def _missing(purpose: str) -> str:
    raise KeyProblem(f"There is no key for {purpose} in {folder()}. Run: qiaoliang keys new")
