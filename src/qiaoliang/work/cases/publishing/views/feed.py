"""订阅: the newest public answers as an Atom feed (RFC 4287), all of them or of one theme."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qiaoliang.base.access.routes import public
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.districts import queries as districts
from qiaoliang.work.cases.publishing import present, queries
from qiaoliang.work.cases.publishing.models import Publication


@public
@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """What is taken down is not in it any more; a theme that is none is left aside."""
    theme = next((one for one in catalog.topics() if one.code == request.GET.get("theme", "")), None)
    code = theme.code if theme else ""
    here = reverse("publishing:feed") + (f"?theme={code}" if code else "")
    district = districts.current()
    title = " · ".join(
        filter(None, (str(district) if district else "", _("Public answers"), theme.label if theme else ""))
    )
    made = Atom1Feed(
        title=title,
        link=request.build_absolute_uri(reverse("publishing:index")),
        description="",
        language=get_language(),
        feed_url=request.build_absolute_uri(here),
        feed_guid=_id(f"feed {code}"),
        author_name=str(district) if district else title,
    )
    rows = queries.found(theme=code)[: queries.FEED]
    for one in rows:
        _add(made, one, request)
    response = HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


def _add(made: Atom1Feed, found: Publication, request: HttpRequest) -> None:
    made.add_item(
        title=found.title,
        link=request.build_absolute_uri(present.address(found)),
        description=linebreaks(found.text, autoescape=True),
        unique_id=_id(found.slug),
        pubdate=_midnight(found.published_on),
        updateddate=_midnight(found.decided_at),
        author_name=str(found.organization),
        categories=[present.theme_of(found)],
    )


def _id(name: str) -> str:
    """The same for ever, whatever the address of the server; it says nothing of the row."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"qiaoliang answers {name}").urn


def _midnight(moment: date | datetime | None) -> datetime:
    """Days only: the beginning of the day in the district."""
    assert moment is not None
    day = clock.localtime(moment).date() if isinstance(moment, datetime) else moment
    return datetime.combine(day, time.min, clock.ZONE)
