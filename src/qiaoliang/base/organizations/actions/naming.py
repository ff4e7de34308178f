"""What an organisation is called, from which day; the past keeps its names."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit import actions as audit
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.organizations import rules
from qiaoliang.base.organizations.kinds import kinds
from qiaoliang.base.organizations.models import Alias, Naming, Organization

FIELDS = ("name", "short_name", "name_en", "kind")


@transaction.atomic
def rename(
    who: Who,
    organization: Organization,
    name: str,
    *,
    short_name: str = "",
    name_en: str = "",
    kind: str = "",
    on: date | None = None,
) -> Naming | None:
    """Another name, or another kind (a village that becomes a community), from ``on`` (default today; may lie ahead). The
    former name stays findable as an alias. None where nothing is different."""
    day = on or clock.today()
    held = Organization.objects.select_for_update().get(pk=organization.pk)
    wanted = {"name": name.strip(), "short_name": short_name.strip(), "name_en": name_en.strip()}
    wanted["kind"] = kind or held.kind
    _check(held, wanted, day)
    if {field: getattr(held, field) for field in FIELDS} == wanted:
        return None
    before = _before(held, day)
    Naming.objects.filter(pk=before.pk).update(end=day)
    made = Naming.objects.create(organization=held, start=day, **wanted)
    changed = [field for field in FIELDS if getattr(held, field) != wanted[field]]
    audit.record(who, "organization.rename", held, fields=changed, refs={"start": day})
    if day <= clock.today():
        _take_on(held, made)
    for field in FIELDS:
        setattr(organization, field, getattr(held, field))
    return made


def begin_names() -> None:
    """Names that begin by today become those in use. Run by the worker with the day."""
    for one in Naming.objects.at().select_related("organization"):
        if any(getattr(one.organization, field) != getattr(one, field) for field in FIELDS):
            with transaction.atomic():
                _take_on(Organization.objects.select_for_update().get(pk=one.organization_id), one)


def _check(held: Organization, wanted: dict[str, str], day: date) -> None:
    if not wanted["name"]:
        raise Refusal(_("Give the organisation a name."), code="no_name", field="name")
    if wanted["kind"] not in kinds():
        raise Refusal(_("Choose a kind of organisation from the list."), code="unknown_kind", field="kind")
    if day < clock.today():
        raise Refusal(_("Choose today or a later day: what was stays as it was."), code="past", field="on")
    if held.dissolved is not None and held.dissolved <= day:
        raise Refusal(_("It exists no more on that day."), code="dissolved", field="on")
    if Naming.objects.filter(organization=held, start__gt=clock.today()).exists():
        raise Refusal(
            _("Another name is planned already. It has to begin before the next one."), code="later_name", field="on"
        )
    if wanted["name"] != held.name:
        rules.check_name(wanted["name"], rules.siblings(held), held.pk)


def _before(held: Organization, day: date) -> Naming:
    """The row that ends with ``day``; made where it was never renamed."""
    live = Naming.objects.filter(organization=held, end=None).first()
    if live is not None:
        return live
    now = {field: getattr(held, field) for field in FIELDS}
    return Naming.objects.create(organization=held, start=min(held.founded, day), **now)


def _take_on(held: Organization, naming: Naming) -> None:
    former = held.name
    for field in FIELDS:
        setattr(held, field, getattr(naming, field))
    held.save(update_fields=list(FIELDS))
    if former != held.name:
        Alias.objects.get_or_create(organization=held, name=former, defaults={"until": naming.start})
