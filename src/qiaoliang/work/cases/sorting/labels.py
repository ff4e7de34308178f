"""What a model's labels stand for. A category's is its code. A lead unit's is the *kind* of unit that acts for the place
(``kind:town``: whichever town it is), so that what is learned in one village holds in the next; a unit that the rule would not
have named (``unit:…``) stands for itself."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.organizations import queries as organizations
from qiaoliang.base.organizations.models import Organization
from qiaoliang.text.routing.duties import Duty
from qiaoliang.work.cases import queries
from qiaoliang.work.cases.models import Case

KIND, UNIT = "kind:", "unit:"


class Leads:
    """Labels of the units that lead; remembers what it has asked, so it serves one piece of work."""

    def __init__(self) -> None:
        self._acts_as = {kind.code: kind.acts_as or kind.code for kind in catalog.unit_kinds()}
        self._usual: dict[tuple[str, UUID | None], UUID | None] = {}

    def label(self, case: Case) -> str:
        """The label of the unit that leads the case now; ask for ``lead`` with the case."""
        assert case.lead is not None
        kind = self._acts_as.get(case.lead.kind, case.lead.kind)
        return f"{KIND}{kind}" if self._usually(kind, case.area_id) == case.lead_id else f"{UNIT}{case.lead_id}"

    def _usually(self, kind: str, area: UUID | None) -> UUID | None:
        if (kind, area) not in self._usual:
            found = queries.nearest(kind, area)
            self._usual[kind, area] = found.pk if found else None
        return self._usual[kind, area]


def unit_of(label: str, case: Case, *, besides: Collection[UUID] = ()) -> Organization | None:
    """The unit that a label means for a case, none of those ``besides``; None where there is none such any more."""
    if label.startswith(KIND):
        return queries.nearest(label.removeprefix(KIND), case.area_id, besides)
    alive = organizations.alive().filter(pk=UUID(label.removeprefix(UNIT)))
    return alive.exclude(pk__in=besides).first()


def category_duties() -> list[Duty]:
    """The catalogue's categories as a beginner reads them: name, explanation and the words people use."""
    return [
        Duty(row.code, "、".join([row.name, row.hint, *row.words])) for row in catalog.categories() if row.parent_code
    ]


def lead_duties() -> list[Duty]:
    """The duty lists by kind of unit: what each line says, and the categories that name the kind as their lead."""
    lines = [Duty(f"{KIND}{row.kind}", row.text) for row in catalog.duties() if row.role == "lead"]
    named = [row for row in catalog.categories() if row.parent_code and row.lead]
    return lines + [Duty(f"{KIND}{row.lead}", "、".join([row.name, row.hint, *row.words])) for row in named]
