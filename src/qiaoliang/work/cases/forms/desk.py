"""One form a step at the desk. ``act`` calls the step's action with what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from qiaoliang.base.access.actor import Actor
from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.catalog.models import Referral
from qiaoliang.base.core import clock
from qiaoliang.base.organizations import queries as organizations
from qiaoliang.ui import format
from qiaoliang.ui.words import either
from qiaoliang.work.cases import masking, present, queries, terms
from qiaoliang.work.cases.actions import (
    accept,
    add,
    answer,
    change_helpers,
    contact,
    dispatch,
    explain_delay,
    information,
    instruct,
    letters,
    merge,
    not_taken,
    note,
    promise,
    rate,
    redispatch,
    refer,
    refuse,
    remind,
    return_,
    review,
    sign,
    withdraw,
)
from qiaoliang.work.cases.choices import SATISFIED, Clock, Closing, Degree, Kind, LetterKind, Outcome, Part
from qiaoliang.work.cases.fields import CategoryField, ReasonField, TypedField, UnitField, UnitsField, YesNo
from qiaoliang.work.cases.forms import requests
from qiaoliang.work.cases.forms.rated import with_the_rest
from qiaoliang.work.cases.forms.splitting import Split, Unsplit
from qiaoliang.work.cases.forms.step import StepForm, words
from qiaoliang.work.cases.models import Case, Deadline, Instruction


def others_words() -> TypedField:
    """The answer to the others who raised the same matter."""
    return words(
        _("Answer to the others who raised the same matter"),
        rows=6,
        required=True,
        longest=5000,
        help_text=_("The matter alone: nothing that the first person said, left or was paid. Each of them reads this."),
    )


def without_others(form: forms.Form, case: Case) -> None:
    """Where nobody else raised the matter, nothing is asked for them."""
    if not queries.followers(case).exists():
        del form.fields["others_text"]


class Accept(StepForm):
    told_in = ("heading",)
    title, button = _("Accept"), _("Accept the case")
    consequence = _("The person is told at once. The dispatcher has the case next.")
    category = CategoryField(label=_("What it is about"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, widget=forms.RadioSelect)
    heading = TypedField(label=_("Title"), max_length=80, help_text=_("Short and neutral. No names, no phone numbers."))
    accused = UnitField(
        label=_("Unit whose conduct it is about"),
        required=False,
        help_text=_("Only for misconduct. This unit and those below it will not see the case."),
    )
    note = words(_("Note for the office"))

    def start(self, case: Case) -> dict[str, Any]:
        return {
            "category": case.category.code if case.category else "",
            "kind": case.kind,
            "heading": masking.plain(case, "title"),
            "accused": case.accused_organization.name if case.accused_organization else "",
        }

    def act(self, actor: Actor) -> Any:
        data = self.cleaned_data
        return self.call(
            accept.accept,
            actor,
            category=data["category"],
            kind=data["kind"],
            title=data["heading"],
            accused_id=data["accused"],
            note=data["note"],
        )


def lead_apart(form: StepForm) -> dict[str, Any]:
    """The lead is named once, not among the helpers too."""
    data = form.cleaned_data
    if data.get("lead") and data["lead"] in data.get("helpers", []):
        form.add_error("helpers", _("The lead unit cannot help itself. Name other units, or leave this empty."))
    return data


class Dispatch(StepForm):
    title, button = _("Assign"), _("Assign the case")
    lead = UnitField(label=_("Lead unit"))
    helpers = UnitsField(label=_("Helping units"), required=False, help_text=_("Several names with 、 between them."))
    note = words(_("Note for the units"))

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, case=case, **options)
        self.consequence = _("The answer's clock starts now, for the lead and the helpers alike.")
        if case.category:
            due = terms.until(case, Clock.ANSWER, clock.now())
            self.consequence = _(
                "The answer's clock starts now, for the lead and the helpers alike: assigned now, the person has an answer by %(due)s."
            ) % {"due": format.moment(due)}

    def start(self, case: Case) -> dict[str, Any]:
        lead = queries.usual_lead(case)
        return {"lead": lead.name} if lead else {}

    def clean(self) -> dict[str, Any]:
        return lead_apart(self)

    def act(self, actor: Actor) -> Any:
        data = self.cleaned_data
        return self.call(dispatch.dispatch, actor, lead_id=data["lead"], helper_ids=data["helpers"], note=data["note"])


def _helpers_of(case: Case) -> str:
    """The names of those who help now, as the field takes them."""
    live = case.assignments.filter(end=None, part=Part.HELPER).select_related("organization").order_by("id")
    return "、".join(one.organization.name for one in live)


class Redispatch(StepForm):
    title, button = _("Give to another unit"), _("Give it to this unit")
    consequence = _("The answer's date stays. The unit that had it and the person are told.")
    lead = UnitField(label=_("New lead unit"))
    helpers = UnitsField(label=_("Helping units"), required=False)
    note = words(_("Reason"), required=True, longest=500, help_text=_("Both units read it; the person does not."))

    def start(self, case: Case) -> dict[str, Any]:
        return {"helpers": _helpers_of(case)}

    def clean(self) -> dict[str, Any]:
        return lead_apart(self)

    def act(self, actor: Actor) -> Any:
        data = self.cleaned_data
        values = {"lead_id": data["lead"], "helper_ids": data["helpers"], "note": data["note"]}
        return self.call(redispatch.redispatch, actor, **values)


class ChangeHelpers(StepForm):
    title, button = _("Change who helps"), _("Save who helps")
    consequence = _("The lead unit and every date stay. Units that join or leave are told.")
    helpers = UnitsField(
        label=_("Helping units"), required=False, help_text=_("Those named here help from now on; empty means nobody.")
    )
    note = words(_("Note for the units"), longest=500)

    def start(self, case: Case) -> dict[str, Any]:
        return {"helpers": _helpers_of(case)}

    def act(self, actor: Actor) -> Any:
        data = self.cleaned_data
        return self.call(change_helpers.change_helpers, actor, helper_ids=data["helpers"], note=data["note"])


class Sign(StepForm):
    title, button = _("Sign for it"), _("Sign and take it up")
    consequence = _("The person sees that you have it. Please contact them within the time shown.")
    note = words(_("Note for the office"))

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, case=case, **options)
        if not queries.left_a_contact(case):
            self.consequence = _("The person sees that you have it. They left no contact and follow it with the code.")

    def act(self, actor: Actor) -> Any:
        return self.call(sign.sign, actor, note=self.cleaned_data["note"])


class Contact(StepForm):
    title, button = _("Note a contact"), _("Save the contact")
    consequence = _("Where nobody was reached, the time of the first contact runs on.")
    reached = forms.ChoiceField(
        label=_("Did you reach them?"),
        choices=[("yes", _("Yes, we spoke")), ("no", _("No, tried in vain"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you reached the person.")},
    )
    note = words(_("What was said, or what you tried"), required=True, help_text=_("Stays in the office."))
    message = words(_("A line for the person"), help_text=_("They read it on the case's page. May stay empty."))

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, case=case, **options)
        if not queries.left_a_contact(case):
            self.consequence = _("No contact was left: a line for the person is what reaches them, on the case's page.")

    def act(self, actor: Actor) -> Any:
        data = self.cleaned_data
        action = contact.contact if data["reached"] == "yes" else contact.tried
        return self.call(action, actor, note=data["note"], message=data["message"])


class Add(StepForm):
    title, button = _("Add for the person"), _("Add it")
    consequence = _("It stands in the history as the person's words; whoever has the case is told.")
    text = words(_("What the person adds"), required=True)

    def act(self, actor: Actor) -> Any:
        return self.call(add.add, actor, text=self.cleaned_data["text"])


class AskInformation(StepForm):
    title, button = _("Ask the person"), _("Send the question")
    consequence = _("The clock stands still until they reply. Ask everything in one message.")
    text = words(_("Your question"), required=True, longest=500)

    def act(self, actor: Actor) -> Any:
        return self.call(information.ask_information, actor, text=self.cleaned_data["text"])


class Reply(StepForm):
    title, button = _("Note the person's reply"), _("Save the reply")
    consequence = _("The clock goes on from here.")
    text = words(_("What the person replied"), required=True)

    def act(self, actor: Actor) -> Any:
        return self.call(information.reply, actor, text=self.cleaned_data["text"])


class AskReturn(StepForm):
    title, button = _("Return to the dispatcher"), _("Ask to return it")
    done = _("The return is asked for; the dispatcher decides on it.")
    consequence = _("The clock runs on while this is decided. Each unit may ask once.")
    reason = ReasonField("return", label=_("Why"))
    text = words(_("Which duty says so"), required=True, help_text=_("Quote the duty list, and what you found."))
    proposed = UnitField(label=_("Who should take it"))

    def act(self, actor: Actor) -> Any:
        data = self.cleaned_data
        return self.call(
            return_.ask_return, actor, reason=data["reason"], text=data["text"], proposed_id=data["proposed"]
        )


class DecideReturn(StepForm):
    title, button = _("Decide on the return"), _("Decide")
    agree = YesNo(_("Agree: another unit takes it"), _("Do not agree: it stays"), label=_("Decision"))
    lead = UnitField(label=_("New lead unit"), required=False)
    helpers = UnitsField(label=_("Helping units"), required=False)
    note = words(_("Reason"), required=True)

    def start(self, case: Case) -> dict[str, Any]:
        request = case.requests.filter(kind="return", state="open").select_related("proposed").first()
        return {"lead": request.proposed.name} if request and request.proposed else {}

    def act(self, actor: Actor) -> Any:
        data = self.cleaned_data
        return self.call(
            return_.decide_return,
            actor,
            agree=data["agree"],
            lead_id=data["lead"],
            helper_ids=data["helpers"],
            note=data["note"],
        )


class ProposeAnswer(StepForm):
    told_in = ("others_text", "public_text")
    everybody_reads = ("public_text",)
    title, button = _("Write the answer"), _("Send it to be checked")
    done = _("Sent to the head of the unit, who checks it.")
    consequence = _("The head of your unit reads it before the person does.")
    text = words(
        _("Answer to the person"),
        rows=8,
        required=True,
        longest=5000,
        help_text=_("What you found, what was done and on what basis, what comes next, whom to ask."),
    )
    closing = forms.ChoiceField(
        label=_("How it ends"),
        choices=[choice for choice in Closing.choices if choice[0] != Closing.LAPSED],
        widget=forms.RadioSelect,
    )
    planned_for = forms.DateField(
        label=_("Planned for"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Only where it is taken into the plan."),
    )
    others_text = others_words()
    public_text = words(
        _("Text that may be published"),
        longest=3000,
        help_text=_("Written apart, without anything that tells who asked. May stay empty."),
    )

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, case=case, **options)
        without_others(self, case)

    def start(self, case: Case) -> dict[str, Any]:
        draft = case.answers.filter(round=case.round).first()
        if draft is None:
            return {}
        return {
            "text": draft.text,
            "closing": draft.closing,
            "planned_for": draft.planned_for,
            "public_text": draft.public_text,
            "others_text": draft.others_text,
        }

    def act(self, actor: Actor) -> Any:
        names = ("text", "closing", "planned_for", "public_text")
        data = {name: self.cleaned_data[name] for name in names}
        data["others_text"] = self.cleaned_data.get("others_text", "")
        return answer.propose_answer(actor, self.case.id, self.cleaned_data["version"], answer.Words(**data))


class NotTaken(StepForm):
    title, button = _("Nobody took it on"), _("Take it back")
    consequence = _("It waits to be accepted here again. The day of receipt stays; the person is told.")
    text = words(_("What the person heard there"), required=True, longest=1000)

    def act(self, actor: Actor) -> Any:
        return self.call(not_taken.not_taken, actor, text=self.cleaned_data["text"])


class Approve(StepForm):
    title, button = _("Check the answer"), _("Let it go out")
    consequence = _("The person reads it at once. Somebody outside your unit asks how it went.")
    text = words(
        _("Answer to the person"), rows=8, required=True, longest=5000, help_text=_("You may mend words here.")
    )
    others_text = others_words()
    note = words(_("Note for the office"))

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, case=case, **options)
        without_others(self, case)

    def start(self, case: Case) -> dict[str, Any]:
        written = case.answers.filter(round=case.round).first()
        return {"text": written.text, "others_text": written.others_text} if written else {}

    def act(self, actor: Actor) -> Any:
        data = {name: self.cleaned_data.get(name, "") for name in ("text", "others_text", "note")}
        return self.call(answer.approve, actor, **data)


#: what a merge is for that begins beside a similar case (the catalogue's list "merge"); a district without it chooses
USUAL_MERGE = "same_matter"


class Join(StepForm):
    title, button = _("Merge"), _("Handle these together")
    consequence = _(
        "Everybody keeps their number, page, answer and rating. This case's units answer all of them; it can be undone."
    )
    #: a line to search with above the form
    search = _("Find by number or word")
    others = forms.MultipleChoiceField(
        label=_("The same matter"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the cases that are the same matter.")},
        help_text=_("Without a search: the newest of the same kind and place."),
    )
    reason = ReasonField("merge", label=_("Why"))
    note = words(_("Note for the office"))

    def look(self, actor: Actor, wanted: str, chosen: Sequence[str] = ()) -> None:
        """Offer the cases that ``wanted`` finds; those whose ids are ``chosen`` come first and are ticked, for the usual reason."""
        first = list(queries.could_follow(actor, self.case).filter(pk__in=keys_in(chosen)))
        found = [one for one in queries.may_follow(actor, self.case, wanted) if one not in first]
        self.fields["others"].choices = [(str(one.pk), present.choice(one)) for one in (*first, *found)]  # type: ignore[attr-defined]
        self.initial["others"] = [str(one.pk) for one in first]
        if first:
            self.initial["reason"] = USUAL_MERGE

    def clean_others(self) -> list[UUID]:
        return [UUID(key) for key in self.cleaned_data["others"]]

    def act(self, actor: Actor) -> Any:
        data = self.cleaned_data
        return self.call(merge.merge, actor, other_ids=data["others"], reason=data["reason"], note=data["note"])


def keys_in(texts: Iterable[str]) -> list[UUID]:
    """The ids among what stands in an address."""
    found = []
    for text in texts:
        with suppress(ValueError):
            found.append(UUID(text))
    return found


class Unmerge(StepForm):
    title, button = _("Take it out again"), _("Handle it by itself")
    consequence = _("It goes on where it stood, with its own units and clocks; the time spent together counts.")
    note = words(_("Reason"), required=True)

    def act(self, actor: Actor) -> Any:
        return self.call(merge.unmerge, actor, note=self.cleaned_data["note"])


class SendBack(StepForm):
    title, button = _("Send back to be mended"), _("Send back")
    note = words(_("What is missing"), required=True)

    def act(self, actor: Actor) -> Any:
        return self.call(answer.send_back, actor, note=self.cleaned_data["note"])


class Refer(StepForm):
    title, button = _("Pass to another body"), _("Pass on")
    consequence = _(
        "The case ends here and cannot be taken back. Nothing goes to that body by itself: where it should hear of this, tell it."
    )
    body = forms.ChoiceField(label=_("Who takes it on"), widget=forms.RadioSelect)
    number = TypedField(label=_("Their receipt number"), max_length=60, required=False)
    message = words(
        _("Why, for the person"),
        required=True,
        longest=500,
        help_text=_(
            "Only why. Who takes it on, how to reach them and until when one may come back to us is written below it by itself."
        ),
    )
    note = words(_("Note for the office"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(body.code, _told(body)) for body in catalog.referrals()]
        self.fields["body"].choices = choices  # type: ignore[attr-defined]

    def start(self, case: Case) -> dict[str, Any]:
        found = catalog.suggest_referral(case.text, case.category.code if case.category else None)
        return {"body": found.code} if found else {}

    def act(self, actor: Actor) -> Any:
        data = {name: self.cleaned_data[name] for name in ("body", "number", "message", "note")}
        return self.call(refer.refer, actor, **data)


def _told(body: Referral) -> str:
    """A body with its number and what it handles: who chooses need not know all of them."""
    name = f"{body.label} {body.phone}" if body.phone and body.phone not in body.label else body.label
    return _("%(name)s: %(what)s") % {"name": name, "what": body.when_text} if body.when_text else name


class ProposeRefusal(StepForm):
    title, button = _("Propose not to take it on"), _("Propose")
    done = _("Proposed; a second person decides.")
    consequence = _("A second person decides.")
    reason = ReasonField("not_accepted", label=_("Why"))
    message = words(_("Other ways open to the person"), required=True, longest=500)

    def act(self, actor: Actor) -> Any:
        return self.call(
            refuse.propose_refusal, actor, reason=self.cleaned_data["reason"], message=self.cleaned_data["message"]
        )


class DecideRefusal(StepForm):
    title, button = _("Decide whether to take it on"), _("Decide")
    agree = YesNo(_("Agree: it is not taken on"), _("Do not agree: it goes on"), label=_("Decision"))
    note = words(_("Reason"), required=True)

    def act(self, actor: Actor) -> Any:
        return self.call(refuse.decide_refusal, actor, agree=self.cleaned_data["agree"], note=self.cleaned_data["note"])


class Rate(StepForm):
    title, button = _("Note the rating"), _("Save the rating")
    consequence = _("“Not solved”, or “partly” with the tick, has it handled again; anything else closes it.")
    contacted = YesNo(_("Yes"), _("No"), label=_("Did somebody contact you?"), required=False, empty_value=None)
    solved = forms.ChoiceField(label=_("Is it solved?"), choices=Degree.choices, widget=forms.RadioSelect)
    go_on = forms.BooleanField(
        label=_("Solved in part: please go on with the rest"),
        required=False,
        help_text=_("Without this tick “partly” closes the case."),
    )
    satisfied = forms.ChoiceField(
        label=_("Are you satisfied?"), choices=SATISFIED, widget=forms.RadioSelect, required=False
    )
    words = words(_("In their own words"), longest=1000)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        return data | with_the_rest(self, data)

    def act(self, actor: Actor) -> Any:
        data = {name: self.cleaned_data[name] for name in ("contacted", "solved", "go_on", "satisfied", "words")}
        return rate.rate(actor, self.case.id, rate.Opinion(**data), version=self.cleaned_data["version"])


class AskReview(StepForm):
    title, button = _("Have the rating reviewed"), _("Ask for the review")
    done = _("Asked; people of another unit decide.")
    consequence = _(
        "The person's rating and words stay as they are. Others decide whether it counts in your unit's figures."
    )
    text = words(_("Why it should not count"), required=True)

    def act(self, actor: Actor) -> Any:
        return self.call(review.ask_review, actor, text=self.cleaned_data["text"])


class DecideReview(StepForm):
    title, button = _("Decide on the review"), _("Decide")
    consequence = _("The person reads your reasons word for word.")
    outcome = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    lead = UnitField(label=_("Unit that handles it again"), required=False)
    category = CategoryField(label=_("What it is about"), required=False)
    exclusion = ReasonField("exclude", label=_("Why it does not count"), required=False)
    reasons = words(
        _("Reasons, for the person"),
        rows=6,
        required=True,
        longest=3000,
        help_text=_("What you looked at, what you found, on what basis. No names, no phone numbers."),
    )

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, case=case, **options)
        open_now = queries.open_review(case)
        found = queries.outcomes(open_now) if open_now else tuple(Outcome)
        self.fields["outcome"].choices = [(one, one.label) for one in found]  # type: ignore[attr-defined]
        for outcome, name in (
            (Outcome.REWORK, "lead"),
            (Outcome.ACCEPTED, "category"),
            (Outcome.NOT_COUNTED, "exclusion"),
        ):
            if outcome not in found:
                del self.fields[name]

    def start(self, case: Case) -> dict[str, Any]:
        return {"lead": case.lead.name if case.lead else "", "category": case.category.code if case.category else ""}

    def act(self, actor: Actor) -> Any:
        data = self.cleaned_data
        decision = review.Decision(
            outcome=data["outcome"],
            reasons=data["reasons"],
            lead_id=data.get("lead"),
            category=data.get("category"),
            exclusion=data.get("exclusion") or "",
        )
        return review.decide_review(actor, self.case.id, self.cleaned_data["version"], decision)


class NotReached(StepForm):
    title, button = _("Nobody answered"), _("Save the attempt")
    consequence = _("After two attempts and the days shown, the case closes without a rating.")
    note = words(_("Note for the office"))

    def act(self, actor: Actor) -> Any:
        return self.call(rate.not_reached, actor, note=self.cleaned_data["note"])


class Withdraw(StepForm):
    title, button = _("Note that it is withdrawn"), _("Withdraw it for the person")
    consequence = _(
        "Only when the person says so. They read on their page that it was noted for them; the supervisors are told."
    )
    reason = ReasonField("withdraw", label=_("Why, in the person's words"))
    said = words(
        _("Who said it, how and when"),
        required=True,
        longest=500,
        help_text=_("For example: the person themself, called from the number they left, this morning at ten."),
    )

    def act(self, actor: Actor) -> Any:
        return self.call(withdraw.withdraw, actor, reason=self.cleaned_data["reason"], words=self.cleaned_data["said"])


class Remind(StepForm):
    title, button = _("Remind or supervise the unit"), _("Send the letter")
    told_in = ("note",)
    kind = forms.ChoiceField(
        label=_("Which letter"), choices=LetterKind.choices, widget=forms.RadioSelect, initial=LetterKind.REMINDER
    )
    note = words(_("What you ask of them"), required=True, longest=500)

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, case=case, **options)
        deadline = letters.running(case)
        kinds = [(kind, self._said(kind, label, deadline)) for kind, label in LetterKind.choices]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        whom = case.lead or organizations.case_office() or _("Case office of the district")
        self.consequence = _("To %(whom)s: those who handle it and the head. It is numbered and stands in the history.")
        self.consequence %= {"whom": whom}

    def _said(self, kind: str, label: Any, deadline: Deadline | None) -> str:
        due = format.moment(letters.answer_by(self.case, kind, deadline))
        if kind == LetterKind.SUPERVISION:
            return _("%(letter)s: the leaders hear of it too; to be answered by %(due)s") % {
                "letter": label,
                "due": due,
            }
        return _("%(letter)s: to be answered by %(due)s") % {"letter": label, "due": due}

    def act(self, actor: Actor) -> Any:
        return self.call(remind.remind, actor, note=self.cleaned_data["note"], kind=self.cleaned_data["kind"])


class ExplainDelay(StepForm):
    title, button = _("Explain the delay"), _("Send the reason")
    done = _("The reason is noted; the supervisor reads it.")
    consequence = _("The supervisor reads it. The date does not move, and being late is not taken back.")
    reason = ReasonField("delay", label=_("Why"))
    text = words(_("What keeps it, and what comes next"), required=True, longest=500)
    until = forms.DateField(
        label=_("It will be done by"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Until then it is not taken to the leader."),
    )

    def act(self, actor: Actor) -> Any:
        data = {name: self.cleaned_data[name] for name in ("reason", "text", "until")}
        return self.call(explain_delay.explain_delay, actor, **data)


class Instruct(StepForm):
    title, button = _("Write an instruction"), _("Send the instruction")
    done = _("The instruction is sent; the unit reports back to you.")
    consequence = _("The unit can open the case from now on. The person who asked does not see this.")
    text = words(_("What is to be done"), required=True, longest=1000)
    owner = UnitField(label=_("Unit asked"))
    post = TypedField(
        label=_("Post in that unit"),
        required=False,
        max_length=60,
        help_text=_("Leave it empty to ask the whole unit."),
    )
    due = forms.DateField(label=_("To be done by"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, case=case, **options)
        if case.lead:
            posts = either("、", ", ").join(str(one) for one in organizations.posts_in(case.lead_id))
            words = _("Leave it empty to ask the whole unit. %(unit)s has: %(posts)s.")
            self.fields["post"].help_text = words % {"unit": case.lead, "posts": posts}

    def start(self, case: Case) -> dict[str, Any]:
        return {"owner": case.lead.name} if case.lead else {}

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("owner") and data.get("post"):
            self._find_post(data)
        return data

    def _find_post(self, data: dict[str, Any]) -> None:
        posts = list(organizations.posts_in(data["owner"]))
        data["post_id"] = next((one.pk for one in posts if data["post"] in (one.title, one.title_en)), None)
        if data["post_id"] is None:
            names = "、".join(str(one) for one in posts)
            sentence = _("This unit has no post of that name. It has: %(names)s.") % {"names": names}
            self.add_error("post", sentence if names else _("This unit has no posts. Leave this empty."))

    def act(self, actor: Actor) -> Any:
        data = self.cleaned_data
        wish = instruct.Wish(data["text"], data["owner"], data["due"], data.get("post_id"))
        return self.call(instruct.instruct, actor, wish=wish)


class ReportBack(StepForm):
    title, button = _("Report back on the instruction"), _("Send the report")
    done = _("The report is sent to the leader who asked.")
    consequence = _("The leader and the supervisor read it.")
    instruction = forms.ChoiceField(label=_("Instruction"), widget=forms.RadioSelect)
    text = words(_("What was done"), required=True, longest=1000)

    def start(self, case: Case) -> dict[str, Any]:
        """The one due first; whether it is this unit's is looked at when the report is sent."""
        first = case.instructions.filter(reported_at=None).order_by("due_at").first()
        return {"instruction": str(first.pk)} if first else {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        waiting = self.case.instructions.filter(reported_at=None).select_related("organization").order_by("due_at")
        self.fields["instruction"].choices = [(str(one.pk), _brief(one)) for one in waiting]  # type: ignore[attr-defined]

    def act(self, actor: Actor) -> Any:
        data = self.cleaned_data
        return self.call(instruct.report_back, actor, instruction_id=UUID(data["instruction"]), text=data["text"])


def _brief(one: Instruction) -> str:
    """Whom it asks and by when; its words stand beside the form for those who may read them."""
    return _("%(unit)s, by %(day)s") % {"unit": one.organization, "day": format.day(one.due_at)}


class Note(StepForm):
    title, button = _("Add a note"), _("Save the note")
    note = words(_("Note for the office"), required=True)

    def act(self, actor: Actor) -> Any:
        return self.call(note.note, actor, note=self.cleaned_data["note"])


class KeepPromise(StepForm):
    title, button = _("The promise is kept"), _("Tell the person that it is done")
    consequence = _("The person reads it at once. If it is not so, they may have the case taken up again.")
    text = words(
        _("What was done"), rows=4, required=True, help_text=_("What one can see now, where, and whom to ask.")
    )

    def act(self, actor: Actor) -> Any:
        return self.call(promise.keep_promise, actor, text=self.cleaned_data["text"])


class MovePromise(StepForm):
    title, button = _("Move the promised day"), _("Promise the new day")
    consequence = _("The person reads the old day, the new one and why. The supervisor is told.")
    due_on = forms.DateField(label=_("New day"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = words(_("Why, in words for the person"), required=True)

    def act(self, actor: Actor) -> Any:
        return self.call(
            promise.move_promise, actor, due_on=self.cleaned_data["due_on"], reason=self.cleaned_data["reason"]
        )


#: step → its form; the keys are rules.DESK_STEPS
FORMS: dict[str, type[StepForm]] = {
    **requests.FORMS,
    "accept": Accept,
    "keep_promise": KeepPromise,
    "move_promise": MovePromise,
    "dispatch": Dispatch,
    "redispatch": Redispatch,
    "change_helpers": ChangeHelpers,
    "sign": Sign,
    "propose_answer": ProposeAnswer,
    "approve": Approve,
    "send_back": SendBack,
    "decide_refusal": DecideRefusal,
    "decide_return": DecideReturn,
    "decide_review": DecideReview,
    "rate": Rate,
    "not_reached": NotReached,
    "contact": Contact,
    "add": Add,
    "reply": Reply,
    "ask_information": AskInformation,
    "ask_return": AskReturn,
    "join": Join,
    "unmerge": Unmerge,
    "split": Split,
    "unsplit": Unsplit,
    "refer": Refer,
    "not_taken": NotTaken,
    "propose_refusal": ProposeRefusal,
    "withdraw": Withdraw,
    "ask_review": AskReview,
    "report_back": ReportBack,
    "explain_delay": ExplainDelay,
    "remind": Remind,
    "instruct": Instruct,
    "note": Note,
}
