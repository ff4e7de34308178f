"""The keys' own safe copy: one small file that only a pass-phrase opens, to be kept apart from every backup.

Argon2id (RFC 9106) makes the key from the pass-phrase, ChaCha20-Poly1305 seals; all that is not secret stands in clear in
the file and is bound to what is sealed.
"""

from __future__ import annotations

import base64
import json
import os
import re
import secrets
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from qiaoliang.base.core import clock, keys
from qiaoliang.project.commands.complaint import Complaint

FORMAT = 1
SHORTEST = 12
#: about a second on an ordinary server: 256 MiB, three rounds
MEMORY_KIB, ROUNDS, LANES = 256 * 1024, 3, 4
_MOST_MEMORY_KIB = 4 * 1024 * 1024
_NAME = re.compile(r"[a-z]+-[0-9a-f]{8}\.key")


def export(target: Path, phrase: str) -> list[str]:
    """Seal every key into ``target``; their names. Complaint where the pass-phrase is short or the file is there."""
    _check_phrase(phrase)
    texts = {path.name: path.read_text() for path in sorted(keys.folder().glob("*.key")) if _NAME.fullmatch(path.name)}
    if not texts:
        raise Complaint("还没有密钥。先运行：qiaoliang keys new", "There are no keys yet. Run: qiaoliang keys new")
    head: dict[str, Any] = {
        "what": "qiaoliang keys", "format": FORMAT, "made_at": clock.now().isoformat(), "names": list(texts),
        "kdf": "argon2id", "memory_kib": MEMORY_KIB, "rounds": ROUNDS, "lanes": LANES,
        "salt": secrets.token_hex(16), "nonce": secrets.token_hex(12),
    }  # fmt: skip
    box = ChaCha20Poly1305(_stretched(phrase, head))
    sealed = box.encrypt(bytes.fromhex(head["nonce"]), json.dumps(texts).encode(), _bound(head))
    _write_new(target, json.dumps(head | {"sealed": base64.b64encode(sealed).decode()}, indent=1) + "\n")
    return list(texts)


def read(source: Path, phrase: str) -> dict[str, str]:
    """Name → content of every key in ``source``; Complaint where it is no such file or does not open."""
    try:
        values = json.loads(source.read_text("utf-8"))
        sealed = base64.b64decode(values.pop("sealed"))
        if values["what"] != "qiaoliang keys" or values["format"] > FORMAT or values["memory_kib"] > _MOST_MEMORY_KIB:
            raise ValueError(values["format"])
        box, nonce = ChaCha20Poly1305(_stretched(phrase, values)), bytes.fromhex(values["nonce"])
    except FileNotFoundError as fault:
        raise Complaint(f"没有这个文件：{source}", f"There is no file {source}.") from fault
    except (ValueError, KeyError, TypeError, OSError) as fault:
        raise Complaint(
            f"{source.name} 不是密钥文件，或已损坏。", f"{source.name} is no key file, or damaged."
        ) from fault
    try:
        texts: dict[str, str] = json.loads(box.decrypt(nonce, sealed, _bound(values)))
    except InvalidTag as fault:
        raise Complaint(
            "打不开：口令不对，或文件被改动过。", "It does not open: a wrong pass-phrase, or the file was changed."
        ) from fault
    return {name: text for name, text in texts.items() if _NAME.fullmatch(name)}


def bring_back(texts: dict[str, str]) -> list[str]:
    """Put the keys into the key folder; the names of those that were missing. A different key of the same name there is a
    Complaint, and nothing is written."""
    where = keys.folder()
    there = {path.name: path.read_text() for path in where.glob("*.key")} if where.is_dir() else {}
    other = [name for name, text in texts.items() if name in there and there[name].strip() != text.strip()]
    if other:
        raise Complaint(
            f"{where} 里已有同名但不同的密钥：{'、'.join(other)}。没有改动。\n"
            "如果那里是新装时刚生成的，请把那个目录改名，再运行一次。",
            f"{where} holds other keys of the same names: {', '.join(other)}. Nothing was changed.\n"
            "If a new installation has just made them, rename that folder and run this again.",
        )
    where.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = [name for name in texts if name not in there]
    for name in fresh:
        _write_new(where / name, texts[name])
    keys.forget_loaded()
    return fresh


def _check_phrase(phrase: str) -> None:
    from django.core.exceptions import ValidationError

    from qiaoliang.base.accounts.passwords import VarietyValidator

    try:
        VarietyValidator().validate(phrase)
    except ValidationError as fault:
        raise _weak() from fault
    if len(phrase) < SHORTEST:
        raise _weak()


def _weak() -> Complaint:
    return Complaint(
        f"口令太简单：至少 {SHORTEST} 个字符，其中至少五种不同，不要连着按键盘。建议用四五个不相干的词。",
        f"The pass-phrase is too simple: at least {SHORTEST} characters, five different ones. Take four unrelated words.",
    )


def _stretched(phrase: str, head: dict[str, Any]) -> bytes:
    return Argon2id(
        salt=bytes.fromhex(head["salt"]), length=32, iterations=head["rounds"], lanes=head["lanes"],
        memory_cost=head["memory_kib"],
    ).derive(phrase.encode())  # fmt: skip


def _bound(head: dict[str, Any]) -> bytes:
    return json.dumps(head, sort_keys=True).encode()


def _write_new(target: Path, text: str) -> None:
    """A file of the owner alone, on the disk before this returns."""
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as fault:
        raise Complaint(
            f"{target} 已经有了，没有覆盖。", f"{target} is there already and was not overwritten."
        ) from fault
    except OSError as fault:
        raise Complaint(f"写不了 {target}：{fault.strerror}", f"Cannot write {target}.") from fault
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
