"""What stands in an archive, written into it as its last part, and signed with the installation's own key."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Self

from qiaoliang.base.core import keys

FORMAT = 1
#: purposes of keys whose use stands in the rows themselves; of all others every key counts as needed
IN_ROWS = {
    "vault": "SELECT DISTINCT key_id FROM vault_contact UNION SELECT DISTINCT key_id FROM vault_reveal",
    "files": "SELECT DISTINCT key_id FROM attachments_attachment",
}


@dataclass
class Manifest:
    """``parts``: name → (size in bytes, SHA-256 in hex); ``rows``: table → how many; ``keys``: purpose → id → a proof by
    which the key is known again, and from which nobody can learn it; ``head``: (position, hash) of the audit chain."""

    made_at: str
    version: str
    district: str
    engine: str
    engine_version: str
    migrations: list[tuple[str, str]]
    rows: dict[str, int]
    head: tuple[int, str]
    keys: dict[str, dict[str, str]]
    parts: dict[str, tuple[int, str]] = field(default_factory=dict)
    format: int = FORMAT

    def packed(self) -> bytes:
        """The manifest as it is written and signed."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, indent=1).encode()

    @classmethod
    def unpacked(cls, data: bytes) -> Self:
        """ValueError, TypeError or KeyError where it is none of ours."""
        values: dict[str, Any] = json.loads(data)
        values["migrations"] = [(app, name) for app, name in values["migrations"]]
        values["parts"] = {name: (int(size), str(digest)) for name, (size, digest) in values["parts"].items()}
        position, digest = values["head"]
        values["head"] = (int(position), str(digest))
        made = cls(**values)
        datetime.fromisoformat(made.made_at)
        return made

    @property
    def moment(self) -> datetime:
        """When the snapshot was taken."""
        return datetime.fromisoformat(self.made_at)

    @property
    def files(self) -> int:
        return sum(name.startswith("files/") for name in self.parts)


def proof(key: bytes) -> str:
    """By which a key is known again."""
    return hmac.new(key, b"qiaoliang backup", hashlib.sha256).hexdigest()[:16]


def proofs(ids: dict[str, set[str]]) -> dict[str, dict[str, str]]:
    """The proofs of these keys; an id whose key is not here has an empty one."""
    there = {(purpose, key_id): proof(key) for purpose, key_id, key in keys.every()}
    return {purpose: {one: there.get((purpose, one), "") for one in sorted(some)} for purpose, some in ids.items()}


def missing_keys(wanted: dict[str, dict[str, str]]) -> list[str]:
    """The keys (``vault-00000001``) that are not in the key folder, or are others under the same name."""
    here = {(purpose, key_id): proof(key) for purpose, key_id, key in keys.every()}
    return [
        f"{purpose}-{key_id}"
        for purpose, some in sorted(wanted.items())
        for key_id, known in sorted(some.items())
        if here.get((purpose, key_id)) != known
    ]
