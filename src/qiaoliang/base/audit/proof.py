"""Checking the chain: is every event as it was written, in its place, and is the end still there?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from qiaoliang.base.audit import chain
from qiaoliang.base.audit.models import AuditEvent, AuditHead, AuditLink, AuditWaiting
from qiaoliang.base.core import keys

#: after so many problems the walk stops: the log is known to be broken
ENOUGH = 100
BATCH = 1000


@dataclass(frozen=True)
class Problem:
    """``kind``: changed, missing, gap, loose, head, cut or file; ``position`` in the chain, 0 where there is none."""

    kind: str
    position: int
    sentence: str


@dataclass
class Findings:
    """What verify() saw. ``waiting`` counts events younger than the last signed head: not proven yet."""

    events: int = 0
    heads: int = 0
    exported: int = 0
    waiting: int = 0
    last: str = ""
    problems: list[Problem] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.problems

    def add(self, kind: str, position: int, sentence: str) -> None:
        if len(self.problems) < ENOUGH:
            self.problems.append(Problem(kind, position, sentence))


def verify(*, known_head: tuple[int, str] | None = None, use_heads: bool = True) -> Findings:
    """Walk the chain from its start and compare it with the signed heads, in the database and exported.

    ``known_head`` (position, hash as hex) is a head from outside, say from a backup's print-out. ``use_heads=False``
    leaves the heads out; it exists to show in a test that a chain alone misses a cut tail. Needs no transaction and
    holds nobody up: what is written meanwhile only lengthens the chain.
    """
    found = Findings(waiting=AuditWaiting.objects.count())
    heads = _gather_heads(found, known_head) if use_heads else {}
    end = _walk(found, heads)
    for position in sorted(place for place in heads if place > end):
        found.add("cut", position, _("The chain ends at %(end)d, but a signed head says it reached %(position)d.")
                  % {"end": end, "position": position})  # fmt: skip
    _find_loose(found)
    return found


def _walk(found: Findings, heads: dict[int, set[str]]) -> int:
    """Recompute every link; the last position seen."""
    previous, expected, position = chain.START, 1, 0
    for link, event in _links():
        position = link.position
        if position != expected:
            found.add("gap", position, _("Position %(n)d follows no neighbour: links were removed.") % {"n": position})
        previous = _check_link(found, link, event, previous)
        for digest in heads.get(position, ()):
            if digest != previous.hex():
                found.add("head", position, _("A signed head at %(n)d names another hash.") % {"n": position})
        expected = position + 1
    found.last = previous.hex()
    return position


def _links() -> Iterator[tuple[AuditLink, AuditEvent | None]]:
    """Every link with its event, None where that is gone; two queries for a thousand."""
    position = 0
    while links := list(AuditLink.objects.filter(position__gt=position).order_by("position")[:BATCH]):
        events = AuditEvent.objects.in_bulk([link.event_id for link in links])
        yield from ((link, events.get(link.event_id)) for link in links)
        position = links[-1].position


def _check_link(found: Findings, link: AuditLink, event: AuditEvent | None, previous: bytes) -> bytes:
    found.events += 1
    stored = bytes(link.hash)
    if event is None:
        found.add("missing", link.position, _("The event at %(n)d was deleted.") % {"n": link.position})
    elif chain.link_hash(previous, link.position, event) != stored:
        found.add("changed", link.position, _("The event at %(n)d was changed or moved.") % {"n": link.position})
    return stored


def _gather_heads(found: Findings, known: tuple[int, str] | None) -> dict[int, set[str]]:
    """position → hashes that somebody signed for it."""
    heads: dict[int, set[str]] = {}
    exported = list(_exported(found))  # read before the rows: a head is exported after its row is committed
    rows = {head.position: chain.as_line(head) for head in AuditHead.objects.order_by("position").iterator()}
    for line in rows.values():
        found.heads += 1
        _take(found, heads, line)
    for line in exported:
        found.exported += 1
        _take(found, heads, line)
        if line["position"] not in rows:
            found.add("head", line["position"], _("The head row of %(n)d was deleted.") % {"n": line["position"]})
    if known:
        heads.setdefault(known[0], set()).add(known[1].lower())
    return heads


def _take(found: Findings, heads: dict[int, set[str]], line: dict[str, Any]) -> None:
    digest, signature = bytes.fromhex(line["hash"]), bytes.fromhex(line["signature"])
    if keys.verify(line["key_id"], chain.statement(line["position"], digest, line["signed_at"]), signature):
        heads.setdefault(line["position"], set()).add(digest.hex())
    else:
        found.add("head", line["position"], _("The signature of the head at %(n)d is not ours.")
                  % {"n": line["position"]})  # fmt: skip


def _exported(found: Findings) -> Iterator[dict[str, Any]]:
    path = chain.heads_file()
    lines = path.read_bytes().split(b"\n") if path.exists() else []
    lines = [line for line in lines if line]
    for line, following in pairwise([*lines, b""]):
        parsed = _parse(line)
        if parsed:
            yield parsed
        elif not (following.startswith(line) and _parse(following)):
            # a kill during the append leaves the beginning of the line that was then written again
            found.add("file", 0, _("A line of %(file)s cannot be read.") % {"file": path.name})


def _parse(line: bytes) -> dict[str, Any] | None:
    try:
        values = json.loads(line)
        bytes.fromhex(values["hash"]), bytes.fromhex(values["signature"])
        return values if isinstance(values["position"], int) and values["key_id"] and values["signed_at"] else None
    except (ValueError, TypeError, KeyError):
        return None


def _find_loose(found: Findings) -> None:
    """Events that neither stand in the chain nor wait for it: put in behind our back, or their link was removed."""
    loose = AuditEvent.objects.filter(link=None, auditwaiting=None).order_by("pk")
    for pk in loose.values_list("pk", flat=True)[:ENOUGH]:
        found.add("loose", 0, _("The event %(id)s does not stand in the chain.") % {"id": pk})
