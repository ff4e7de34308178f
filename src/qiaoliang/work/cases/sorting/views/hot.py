"""热点: what many people raise now, why it stands here, week by week; each opens the cases behind it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qiaoliang.base.access.routes import officer
from qiaoliang.ui import format
from qiaoliang.ui.pages import page
from qiaoliang.work.cases.sorting import present, queries
from qiaoliang.work.cases.suppress import LEAST

#: the first of them show their weeks at once
OPEN = 3


@officer("cases.list")
@require_GET
def hot(request: HttpRequest) -> HttpResponse:
    """The whole page; who cannot open the cases of the district sees no small groups."""
    actor = request.actor  # type: ignore[attr-defined]
    found, opens = queries.issues(actor), queries.opens_rows(actor)
    context = {
        "issues": [present.issue(one, opens) for one in found[:OPEN]],
        "more": [present.issue(one, opens) for one in found[OPEN:]],
        "looked_at": format.moment(max(one.looked_at for one in found)) if found else "",
        "least": "" if opens else _("Only what at least %(n)s cases raise is shown here.") % {"n": LEAST},
    }
    return page(request, "sorting/hot.html", context)
