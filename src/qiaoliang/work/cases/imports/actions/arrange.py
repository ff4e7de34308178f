"""对列: a person says what each column means, and from when the terms count; every row is checked again."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.core.errors import Refusal
from qiaoliang.work.cases.acting import Acting
from qiaoliang.work.cases.imports.actions.check import check
from qiaoliang.work.cases.imports.choices import Clock, Field, State
from qiaoliang.work.cases.imports.models import Import


@transaction.atomic
def arrange(
    who: Acting, batch_id: UUID, columns: Mapping[str, str], *, clock: str = Clock.RECEIVED, doubles_too: bool = False
) -> Import:
    """Set the meaning of the columns (heading → field; "" leaves a column out). Refusal where the content has no column, two
    columns mean the same, or the import has begun."""
    batch = held(batch_id)
    expect(batch, State.CHECKED)
    chosen = {heading: field for heading, field in columns.items() if field and heading in batch.headings}
    _check_columns(chosen)
    batch.columns, batch.clock, batch.doubles_too = chosen, Clock(clock), doubles_too
    batch.save(update_fields=["columns", "clock", "doubles_too"])
    check(batch)
    return batch


def held(batch_id: UUID) -> Import:
    """The import, held for this transaction."""
    return Import.objects.select_for_update(of=("self",)).get(pk=batch_id)


def expect(batch: Import, *states: str) -> None:
    """Refuse where the import stands elsewhere."""
    if batch.state not in states:
        raise Refusal(
            _("This import stands elsewhere now: %(state)s. Open its page again.")
            % {"state": batch.get_state_display()},
            code="imports.state",
        )


def _check_columns(chosen: Mapping[str, str]) -> None:
    fields = list(chosen.values())
    unknown = set(fields) - set(Field.values)
    twice = sorted({field for field in fields if fields.count(field) > 1})
    if unknown:
        raise Refusal(_("There is no such meaning of a column."), code="imports.field")
    if Field.TEXT not in fields:
        raise Refusal(_("Choose the column that holds the content."), code="imports.no_text", field="columns")
    if twice:
        raise Refusal(
            _("Two columns are set to “%(field)s”. Keep one.") % {"field": Field(twice[0]).label},
            code="imports.twice",
            field="columns",
        )
