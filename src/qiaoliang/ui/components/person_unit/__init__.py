"""Who has it: a person with the post, or a unit; with the role in this matter and a telephone of the office."""

from __future__ import annotations

from qiaoliang.ui.contract import Contract


class Props(Contract):
    """A person (``name``, ``post``, ``unit``) or a unit alone (``unit``). ``role`` is lead, helper, … in words.
    ``phone`` is the office's, never a resident's."""

    name: str = ""
    post: str = ""
    unit: str = ""
    href: str = ""
    role: str = ""
    phone: str = ""
    note: str = ""

    @property
    def main(self) -> str:
        return self.name or self.unit

    @property
    def second(self) -> str:
        return " · ".join(text for text in (self.unit if self.name else "", self.post, self.note) if text)

    @property
    def initial(self) -> str:
        return self.name[:1].upper()
