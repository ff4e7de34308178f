"""The desk's forms for the requests beside the state: more time, hold, whistle, designation, the office's own answer."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.ui import format
from qiaoliang.work.cases import beside, queries
from qiaoliang.work.cases.actions import designate, direct, extension, hold, whistle
from qiaoliang.work.cases.choices import Attended, Clock, RequestKind
from qiaoliang.work.cases.fields import ReasonField, TypedField, UnitField, UnitsField, YesNo
from qiaoliang.work.cases.forms.step import StepForm, words
from qiaoliang.work.cases.models import Attendance, Case, Deadline


class TermField(forms.DecimalField):
    """How much more time, in the unit of the answer's clock and at most as long as that was at first."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=Decimal("0.5"), max_digits=6, decimal_places=2, **options)

    def fit(self, running: Deadline) -> None:
        """Say the unit and the longest term."""
        longest = format.span(float(running.amount), running.unit)
        self.label = {"wd": _("How many working days more"), "h": _("How many hours more")}.get(
            running.unit, _("How many days more")
        )
        self.help_text = gettext("At most as long again as at first: %(term)s.") % {"term": longest}
        whole = running.unit == "d"
        self.widget.attrs |= {
            "min": "1" if whole else "0.5",
            "max": f"{running.amount.normalize():f}",
            "step": "1" if whole else "0.5",
        }
        self.whole = whole

    def clean(self, value: Any) -> Any:
        amount = super().clean(value)
        if amount is not None and (amount * 2 % 1 or (getattr(self, "whole", False) and amount % 1)):
            raise ValidationError(_("Give whole or half days; calendar days are whole."))
        return amount


class _Time(StepForm):
    """A form with a term in it."""

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, case=case, **options)
        running = case.deadlines.filter(step__in=(Clock.ANSWER, Clock.REWORK), ended_at=None).first()
        if running is not None:
            self.fields["amount"].fit(running)  # type: ignore[attr-defined]


class AskExtension(_Time):
    title, button = _("Ask for more time"), _("Ask for it")
    done = _("Asked for; the head of your unit reads it first.")
    consequence = _("The head of your unit agrees, the supervisor decides. Until then the date stands. Once a case.")
    reason = ReasonField("extension", label=_("Why"))
    text = words(_("What is done, and what is still to do"), required=True, longest=1000)
    amount = TermField(label=_("How much more"))

    def act(self, actor: Actor) -> Any:
        data = {name: self.cleaned_data[name] for name in ("reason", "text", "amount")}
        return self.call(extension.ask_extension, actor, **data)


class AgreeExtension(StepForm):
    title, button = _("Agree to more time"), _("Send on")
    consequence = _("If you agree, the supervisor decides. The date stands until then.")
    agree = YesNo(_("Agree: the supervisor decides"), _("Do not agree: the date stays"), label=_("Your word"))
    note = words(_("Reason"), longest=1000, help_text=_("Needed where you do not agree."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("agree") is False and not data.get("note"):
            self.add_error("note", _("Say why, so that the handler knows how to go on."))
        return data

    def act(self, actor: Actor) -> Any:
        return self.call(
            extension.agree_extension, actor, agree=self.cleaned_data["agree"], note=self.cleaned_data["note"]
        )


class DecideExtension(_Time):
    title, button = _("Decide on more time"), _("Decide")
    consequence = _("If granted, the person reads the reason and the new date at once.")
    agree = YesNo(_("Grant it, this once"), _("Do not grant it: the date stays"), label=_("Decision"))
    amount = TermField(label=_("How much more"), required=False)
    note = words(_("Reason"), required=True, longest=1000)

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, case=case, **options)
        self.fields["amount"].help_text = gettext(
            "What was asked for. You may grant less; it is not read where you refuse."
        )

    def start(self, case: Case) -> dict[str, Any]:
        asked = beside.open_request(case, RequestKind.EXTENSION)
        return {"amount": f"{asked.amount.normalize():f}"} if asked and asked.amount else {}

    def act(self, actor: Actor) -> Any:
        data = {name: self.cleaned_data[name] for name in ("agree", "amount", "note")}
        return self.call(extension.decide_extension, actor, **data)


def day(label: Any, help_text: Any = "") -> forms.DateField:
    """A day to pick."""
    return forms.DateField(
        label=label, help_text=help_text, required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


def _longest(case: Case) -> int:
    return int(catalog.clock_step(case.category, Clock.HOLD_REPORT, case.received_at).amount)


class AskHold(StepForm):
    title, button = _("Ask to put it on hold"), _("Ask for it")
    done = _("Asked for; the supervisor decides. The clock runs on until then.")
    consequence = _("Only for what is outside your reach. The supervisor decides; the clock runs on until then.")
    reason = ReasonField("hold", label=_("What it waits for"))
    text = words(_("Who can move it, and what you have done"), required=True, longest=1000)

    def act(self, actor: Actor) -> Any:
        return self.call(hold.ask_hold, actor, reason=self.cleaned_data["reason"], text=self.cleaned_data["text"])


class DecideHold(StepForm):
    title, button = _("Decide on the hold"), _("Decide")
    consequence = _("On hold the clock stands still, the first date stays on show, and the person reads every report.")
    agree = YesNo(_("Put it on hold and follow it"), _("Do not: it goes on as it is"), label=_("Decision"))
    report_on = day(_("First report by"), _("At the latest in thirty days."))
    note = words(_("Reason"), required=True, longest=1000)

    def start(self, case: Case) -> dict[str, Any]:
        return {"report_on": clock.today() + timedelta(days=_longest(case))}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("agree") and not data.get("report_on"):
            self.add_error("report_on", _("A hold needs the day of the first report."))
        return data

    def act(self, actor: Actor) -> Any:
        data = {name: self.cleaned_data[name] for name in ("agree", "report_on", "note")}
        return self.call(hold.decide_hold, actor, **data)


class ReportHold(StepForm):
    title, button = _("Report how it stands"), _("Send the report")
    consequence = _("The person reads this on their page.")
    text = words(_("How it stands, for the person"), required=True, longest=800)
    report_on = day(_("Next report by"), _("At the latest in thirty days."))

    def start(self, case: Case) -> dict[str, Any]:
        return {"report_on": clock.today() + timedelta(days=_longest(case))}

    def act(self, actor: Actor) -> Any:
        return self.call(
            hold.report_hold, actor, text=self.cleaned_data["text"], report_on=self.cleaned_data["report_on"]
        )


class EndHold(StepForm):
    title, button = _("It can go on"), _("Let it go on")
    consequence = _("The clock runs again from here; the date moves by exactly as long as it stood still.")
    text = words(_("What has changed, for the person"), required=True, longest=800)

    def act(self, actor: Actor) -> Any:
        return self.call(hold.end_hold, actor, text=self.cleaned_data["text"])


class Whistle(StepForm):
    title, button = _("Call departments together"), _("Call them")
    done = _("Called. They read the case from now on; note here who came.")
    consequence = _("Each is told at once and asked to answer. The answer's date stays.")
    units = UnitsField(label=_("Who should come"), help_text=_("Several names with 、 between them."))
    reason = ReasonField("whistle", label=_("Why together"))
    text = words(_("Where, when, and what each should bring"), required=True, longest=800)

    def act(self, actor: Actor) -> Any:
        data = self.cleaned_data
        return self.call(whistle.whistle, actor, unit_ids=data["units"], reason=data["reason"], text=data["text"])


class AnswerWhistle(StepForm):
    title, button = _("Answer the call"), _("Send the answer")
    consequence = _("The unit that called reads it. Who helps is on the same clock as the lead.")
    comes = YesNo(_("We come"), _("We cannot come, and say why below"), label=_("Do you come?"))
    helps = forms.BooleanField(label=_("We help with this case from now on"), required=False)
    text = words(_("Who comes, or why not and what you do instead"), required=True, longest=800)

    def act(self, actor: Actor) -> Any:
        data = {name: self.cleaned_data[name] for name in ("comes", "helps", "text")}
        return self.call(whistle.answer_whistle, actor, **data)


class Attend(StepForm):
    """A row of fields for each unit that was called and is not noted yet."""

    title, button = _("Note who came"), _("Save who came")
    consequence = _("A unit left open can be noted later. “Did not come” is shown to the supervisor.")

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, case=case, **options)
        called = Attendance.objects.filter(
            request__kind=RequestKind.WHISTLE, request__state="open", attended="", case=case
        )
        self.called = list(called.select_related("organization").order_by("id"))
        for row in self.called:
            self._add(row)
        self.fields["note"] = words(_("What was agreed"), required=True)
        self.fields["message"] = words(
            _("A line for the person"), help_text=_("They read it on the case's page. May stay empty.")
        )

    def _add(self, row: Attendance) -> None:
        unit, key = str(row.organization), row.organization_id.hex
        self.fields[f"attended_{key}"] = forms.ChoiceField(
            label=unit, choices=Attended.choices, widget=forms.RadioSelect, required=False, help_text=row.reply
        )
        self.fields[f"who_{key}"] = TypedField(
            label=_("Who came for %(unit)s") % {"unit": unit}, max_length=60, required=False
        )
        if not row.helps:
            self.fields[f"helps_{key}"] = forms.BooleanField(
                label=_("%(unit)s agreed to help") % {"unit": unit}, required=False
            )

    def seen(self) -> dict[UUID, whistle.Seen]:
        """What was noted, by unit."""
        found, data = {}, self.cleaned_data
        for row in self.called:
            key = row.organization_id.hex
            if data.get(f"attended_{key}"):
                found[row.organization_id] = whistle.Seen(
                    attended=data[f"attended_{key}"],
                    who_came=data.get(f"who_{key}", ""),
                    helps=bool(data.get(f"helps_{key}")),
                )
        return found

    def act(self, actor: Actor) -> Any:
        return self.call(
            whistle.attend,
            actor,
            seen=self.seen(),
            note=self.cleaned_data["note"],
            message=self.cleaned_data["message"],
        )


class Designate(StepForm):
    title, button = _("Designate the unit"), _("Designate it")
    consequence = _("It stays with this unit. Nobody can return it any more, and the person is told whom you heard.")
    heard = UnitsField(label=_("Units you heard"), help_text=_("At least the one that has it and the one you name."))
    lead = UnitField(label=_("Unit that keeps it"))
    helpers = UnitsField(label=_("Helping units"), required=False)
    note = words(_("What each said, and why you decide so"), required=True, rows=5)

    def start(self, case: Case) -> dict[str, Any]:
        request = queries.open_requests(case).get(RequestKind.RETURN)
        proposed = request.proposed if request else None
        names = [str(unit.name) for unit in (case.lead, proposed) if unit]
        return {"lead": proposed.name if proposed else "", "heard": "、".join(names)}

    def act(self, actor: Actor) -> Any:
        data = self.cleaned_data
        return self.call(
            designate.designate,
            actor,
            lead_id=data["lead"],
            heard_ids=data["heard"],
            helper_ids=data["helpers"],
            note=data["note"],
        )


class ProposeDirect(StepForm):
    told_in = ("public_text",)
    everybody_reads = ("public_text",)
    title, button = _("Answer it here"), _("Send it to be checked")
    done = _("Written; a second person checks it.")
    consequence = _("Questions only. A second person reads it before the person does.")
    text = words(_("Answer to the person"), rows=8, required=True, longest=5000)
    public_text = words(
        _("Text that may be published"),
        longest=3000,
        help_text=_("Written apart, without anything that tells who asked. May stay empty."),
    )

    def start(self, case: Case) -> dict[str, Any]:
        draft = case.answers.filter(round=case.round).first()
        return {"text": draft.text, "public_text": draft.public_text} if draft else {}

    def act(self, actor: Actor) -> Any:
        data = {name: self.cleaned_data[name] for name in ("text", "public_text")}
        return self.call(direct.propose_direct, actor, **data)


class DecideDirect(StepForm):
    title, button = _("Check the office's answer"), _("Decide")
    agree = YesNo(_("Let it go out"), _("Not so: mend it or assign it to a unit"), label=_("Decision"))
    text = words(_("Answer to the person"), rows=8, longest=5000, help_text=_("You may mend words here."))
    note = words(_("Reason, where it does not go out"))

    def start(self, case: Case) -> dict[str, Any]:
        draft = case.answers.filter(round=case.round).first()
        return {"text": draft.text} if draft else {}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("agree") is False and not data.get("note"):
            self.add_error("note", _("Say what is missing."))
        return data

    def act(self, actor: Actor) -> Any:
        data = {name: self.cleaned_data[name] for name in ("agree", "text", "note")}
        return self.call(direct.decide_direct, actor, **data)


FORMS: dict[str, type[StepForm]] = {
    "ask_extension": AskExtension,
    "agree_extension": AgreeExtension,
    "decide_extension": DecideExtension,
    "ask_hold": AskHold,
    "decide_hold": DecideHold,
    "report_hold": ReportHold,
    "end_hold": EndHold,
    "whistle": Whistle,
    "answer_whistle": AnswerWhistle,
    "attend": Attend,
    "designate": Designate,
    "propose_direct": ProposeDirect,
    "decide_direct": DecideDirect,
}
