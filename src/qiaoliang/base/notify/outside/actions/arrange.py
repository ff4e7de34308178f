"""设置: ways out of the house by the administrator, and by each person how they want to be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit.actions import record
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.notify.models import Notice
from qiaoliang.base.notify.outside import sealing
from qiaoliang.base.notify.outside.adapters import http
from qiaoliang.base.notify.outside.choices import GROUPS, Kind
from qiaoliang.base.notify.outside.models import Channel, Way


def keep(
    who: Who,
    channel: Channel,
    *,
    name: str,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    organization_id: UUID | None = None,
) -> Channel:
    """Add a channel, or change it; a secret left empty stays as it is. Refusal where an address is not on the list of allowed
    hosts, or a second mail server or gateway would be open. What happened before a channel was there is not told."""
    kept = {**sealing.secrets(channel), **{key: value for key, value in secrets.items() if value}}
    _refuse(channel, kept, organization_id)
    new = channel._state.adding
    channel.name, channel.settings, channel.organization_id = name, dict(settings), organization_id
    channel.sealed = sealing.seal(channel, kept)
    if new:
        channel.told = Notice.objects.order_by("-pk").values_list("pk", flat=True).first()
    try:
        with transaction.atomic():
            channel.save()
            changed = [*settings, *(key for key, value in secrets.items() if value)]
            record(
                who, "outside.add" if new else "outside.change", channel, fields=changed, refs={"kind": channel.kind}
            )
    except IntegrityError as double:
        words = _("There is one of this kind already. Change that one, or close it first.")
        raise Refusal(words, code="outside.double") from double
    return channel


def _refuse(channel: Channel, kept: Mapping[str, str], organization_id: UUID | None) -> None:
    if channel.kind == Kind.MAIL:
        return
    address = kept.get("address", "")
    if not http.is_address(address):
        words = _("This is no address. Paste it whole, as the service shows it: it begins with https://.")
        raise Refusal(words, code="outside.address", field="address")
    if not http.is_allowed(address) and http.is_allowed(address.replace("http://", "https://", 1)):
        words = _("The address begins with http://. Paste the one with https://, so that nobody reads along.")
        raise Refusal(words, code="outside.plain", field="address")
    if not http.is_allowed(address):
        words = _(
            "Messages may go to the known services only (%(hosts)s). Whoever runs the server can allow another host: "
            "QIAOLIANG_WEBHOOK_HOSTS."
        )
        hosts = ", ".join(sorted({*http.PUBLIC, *http.own_hosts()}))
        raise Refusal(words % {"hosts": hosts}, code="outside.host", field="address")
    if channel.kind in GROUPS and organization_id is None:
        raise Refusal(_("Choose the unit whose group this is."), code="outside.unit", field="unit")


@transaction.atomic
def close(who: Who, channel: Channel) -> None:
    """Nothing goes out by it any more; its secrets are erased."""
    Channel.objects.filter(pk=channel.pk, closed_at=None).update(closed_at=clock.now(), sealed=b"")
    record(who, "outside.close", channel, refs={"kind": channel.kind})


@transaction.atomic
def choose(who: Who, person: UUID, *, mail: str, sms: str, told: Mapping[str, Any]) -> Way:
    """How a person wants to be told; an address left empty is erased and nothing goes there. What stands unread now is not
    sent after the fact."""
    way = Way.objects.select_for_update().filter(person_id=person).first() or Way(person_id=person)
    was = way.mail or way.sms
    way.mail, way.sms = bool(mail and told["by_mail"]), bool(sms and told["by_sms"])
    way.rhythm, way.rest = told["rhythm"], told["rest"]
    way.quiet_from, way.quiet_to = told["quiet_from"] or time(), told["quiet_to"] or time()
    way.sealed = sealing.seal(way, {"mail": mail, "sms": sms})
    if not was:
        way.told = Notice.objects.filter(person_id=person).order_by("-pk").values_list("pk", flat=True).first()
    way.save()
    record(who, "outside.choose", way, fields=[name for name, on in (("mail", way.mail), ("sms", way.sms)) if on])
    return way
