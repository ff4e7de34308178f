"""Posts of an organisation."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.audit import actions as audit
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.who import Who
from qiaoliang.base.organizations import locks
from qiaoliang.base.organizations.intervals import overlapping
from qiaoliang.base.organizations.models import Membership, Organization, Post


@transaction.atomic
def establish_post(
    who: Who,
    organization: Organization,
    title: str,
    *,
    title_en: str = "",
    rank: int = 50,
    grade: str = "",
    headcount: int = 1,
    start: date | None = None,
) -> Post:
    """A new post, by default from the organisation's founding day."""
    if Post.objects.filter(organization=organization, title=title.strip(), end=None).exists():
        raise Refusal(_("The organisation has a post of this title already."), code="title_in_use", field="title")
    if headcount < 1 or not title.strip():
        raise Refusal(_("A post needs a title and at least one seat."), code="no_seat", field="headcount")
    day = start or organization.founded
    if day < organization.founded or (organization.dissolved is not None and day >= organization.dissolved):
        raise Refusal(_("The organisation does not exist on that day."), code="before_founding", field="start")
    made = Post.objects.create(
        organization=organization,
        title=title.strip(),
        title_en=title_en,
        rank=rank,
        grade=grade,
        headcount=headcount,
        start=day,
    )
    audit.record(who, "post.establish", made, fields=("title", "headcount"))
    return made


@transaction.atomic
def change_post(
    who: Who, post: Post, *, title: str, title_en: str = "", rank: int, grade: str = "", headcount: int
) -> None:
    """Another title, place in the order, grade or number of seats, from now on; who holds it keeps it."""
    locks.hold(locks.SEATS)
    held = Post.objects.select_for_update().get(pk=post.pk)
    wanted = {"title": title.strip(), "title_en": title_en.strip(), "rank": rank, "grade": grade.strip()}
    wanted |= {"headcount": headcount}
    if headcount < 1 or not title.strip():
        raise Refusal(_("A post needs a title and at least one seat."), code="no_seat", field="headcount")
    others = Post.objects.filter(organization=held.organization_id, title=wanted["title"], end=None)
    if held.end is None and others.exclude(pk=held.pk).exists():
        raise Refusal(_("The organisation has a post of this title already."), code="title_in_use", field="title")
    taken = Membership.objects.filter(overlapping(clock.today(), None), post=held, seat__gt=headcount)
    if taken.exists():
        raise Refusal(
            _("More seats are held, or planned to be, than that. End a term first."),
            code="seats_held",
            field="headcount",
        )
    changed = [field for field, value in wanted.items() if getattr(held, field) != value]
    if not changed:
        return
    for field in changed:
        setattr(held, field, wanted[field])
    held.save(update_fields=changed)
    audit.record(who, "post.change", held, fields=changed)


@transaction.atomic
def abolish_post(who: Who, post: Post, *, on: date | None = None, reason: str) -> None:
    """From ``on`` the post exists no more; refused while somebody holds it then."""
    day = on or clock.today()
    locks.hold(locks.SEATS)
    if Membership.objects.filter(overlapping(day, None), post=post).exists():
        raise Refusal(_("Somebody holds this post. End the term first."), code="post_held")
    post.end, post.end_reason = max(day, post.start), reason[:100]
    post.save(update_fields=["end", "end_reason"])
    audit.record(who, "post.abolish", post, fields=("end", "end_reason"))
