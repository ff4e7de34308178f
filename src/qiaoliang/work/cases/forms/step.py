"""What all forms of the desk's steps share."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise

from qiaoliang.base.access.actor import Actor
from qiaoliang.work.cases.fields import TypedField
from qiaoliang.work.cases.forms.masked import TellsWhatIsMasked
from qiaoliang.work.cases.models import Case


def words(label: Any, *, rows: int = 3, required: bool = False, longest: int = 2000, help_text: Any = "") -> TypedField:
    """A text of several lines."""
    area = forms.Textarea(attrs={"rows": rows})
    return TypedField(label=label, required=required, max_length=longest, widget=area, help_text=help_text)


class StepForm(TellsWhatIsMasked):
    """``title`` names the step, ``button`` is what it does, ``consequence`` says what happens then."""

    title: ClassVar[str | Promise] = ""
    button: ClassVar[str | Promise] = ""
    consequence: str | Promise = ""
    done: ClassVar[str | Promise] = ""
    template: ClassVar[str] = "cases/desk/step.html"
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        self.case = case
        super().__init__(*args, initial={"version": case.version, **self.start(case)}, **options)

    def start(self, case: Case) -> dict[str, Any]:
        """What stands in the fields before anything is typed."""
        return {}

    @property
    def is_long(self) -> bool:
        """Whether there is enough to write that one may want to go on later."""
        return any(isinstance(field.widget, forms.Textarea) and field.required for field in self.fields.values())

    def act(self, actor: Actor) -> Any:
        """Take the step."""
        raise NotImplementedError

    def call(self, action: Any, actor: Actor, **values: Any) -> Any:
        return action(actor, self.case.id, self.cleaned_data["version"], **values)
