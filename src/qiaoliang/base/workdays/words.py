"""What a day is called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

#: the festivals of the yearly notices; another name is shown as it was entered
FESTIVALS: dict[str, str | Promise] = {
    "元旦": _("New Year's Day"),
    "春节": _("Spring Festival"),
    "清明节": _("Tomb-Sweeping Day"),
    "劳动节": _("Labour Day"),
    "端午节": _("Dragon Boat Festival"),
    "中秋节": _("Mid-Autumn Festival"),
    "国庆节": _("National Day"),
    "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日": _("70th anniversary of victory"),
}
DAYS: dict[str, str | Promise] = {
    "workday": _("working day"),
    "saturday": pgettext_lazy("in a list of days", "Saturday"),
    "sunday": pgettext_lazy("in a list of days", "Sunday"),
}


def festival(name: str) -> str:
    """The festival in the reader's language."""
    return str(FESTIVALS.get(name, name))


def why(kind: str, name: str = "") -> str:
    """What a day is, in the reader's language; ``kind`` is workday, makeup, holiday, saturday or sunday."""
    if kind == "makeup":
        return gettext("worked instead of a day off (%(festival)s)") % {"festival": festival(name)}
    return festival(name) if kind == "holiday" else str(DAYS[kind])


PROVISIONAL = _("provisional: the State Council has not announced that year's days off yet")
