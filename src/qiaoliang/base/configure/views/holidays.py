"""The calendar of working days on pages: the years as they stand, and a notice taken over with a look at every day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from qiaoliang.base.access.navigation import actor_of
from qiaoliang.base.access.routes import officer
from qiaoliang.base.configure import holidays
from qiaoliang.base.configure.forms.holidays import HolidaysForm
from qiaoliang.base.configure.views.catalog import sent
from qiaoliang.base.core import clock
from qiaoliang.base.workdays import actions, queries, years
from qiaoliang.ui.pages import flash, page

MAY = "workdays.configure"


@officer(MAY)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """A year's days, and the versions of the calendar."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked in holidays.years_shown() else clock.today().year
    return page(request, "configure/holidays.html", holidays.index(year))


@officer(MAY)
@require_http_methods(["GET", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Take a year's arrangement over: what every day becomes is shown first."""
    next_year = queries.missing_year(clock.today().year) or clock.today().year + 1
    form = HolidaysForm(*sent(request), initial={"year": next_year})
    if request.method != "POST" or not form.is_valid() or "back" in request.POST:
        return page(request, "configure/holidays_load.html", {"form": form}, 422 if form.errors else 200)
    found = form.arrangements
    changes = actions.preview(found)
    if not changes:
        form.add_error(None, _("The calendar says this already. Nothing would change."))
        return page(request, "configure/holidays_load.html", {"form": form}, 422)
    year = found.years[0]
    if "save" in request.POST:
        note = f"{year.title}（{year.number}）" if year.number else year.title
        done = actions.load(found, actor_of(request).who, note=note[:200])
        flash(
            request,
            _("Saved as version %(number)d of the calendar. Open cases are counted again.") % {"number": done.version},
        )
        return redirect(f"{reverse('configure:holidays')}?year={year.year}")
    left_out = ("csrfmiddlewaretoken", "save", "back", "text")
    typed = [(name, one) for name, many in request.POST.lists() if name not in left_out for one in many]
    context = holidays.look(year, changes) | {"typed": [*typed, ("text", years.text(found))]}
    return page(request, "configure/holidays_look.html", context)
