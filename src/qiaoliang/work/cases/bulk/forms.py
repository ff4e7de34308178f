"""What a step asks for once, for all cases of a batch."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qiaoliang.work.cases.bulk.choices import Step
from qiaoliang.work.cases.fields import UnitField
from qiaoliang.work.cases.forms.masked import TellsWhatIsMasked
from qiaoliang.work.cases.forms.step import words


class BatchForm(TellsWhatIsMasked):
    """``button`` says what is done to all of them, ``consequence`` what follows."""

    button: ClassVar[str | Promise]
    consequence: ClassVar[str | Promise]
    told_in = ("note",)

    @property
    def said(self) -> dict[str, Any]:
        """What the step takes."""
        return {"lead_id": self.cleaned_data.get("lead"), "note": self.cleaned_data["note"]}


class Sign(BatchForm):
    button = _("Sign for all of them")
    consequence = _("You become the handler of each. Please contact the people within the time shown on each case.")
    note = words(_("Note for the office"))


class Dispatch(BatchForm):
    button = _("Assign all of them")
    consequence = _("The answer's clock starts now, for each.")
    lead = UnitField(label=_("Lead unit"))
    note = words(_("Note for the units"))


class Remind(BatchForm):
    button = _("Send a reminder for each")
    consequence = _("Each is a numbered letter to the unit and its head. It cannot be taken back.")
    note = words(_("What you ask of them"), required=True, longest=500)


class Supervise(BatchForm):
    button = _("Send a supervision letter for each")
    consequence = _(
        "Each is a numbered letter to the unit and its head, and the leaders hear of it. It cannot be taken back."
    )
    note = words(_("What you ask of them"), required=True, longest=500)


FORMS: dict[str, type[BatchForm]] = {
    Step.SIGN: Sign,
    Step.DISPATCH: Dispatch,
    Step.REMIND: Remind,
    Step.SUPERVISE: Supervise,
}
