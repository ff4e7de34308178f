"""One figure. A rate always stands with what it rests on."""

from __future__ import annotations

from qiaoliang.ui.contract import Contract, ContractError


class Props(Contract):
    """``of`` says the base and coverage ("17 of 20 who answered, 44 asked"); a value with % must have it."""

    label: str
    value: str
    unit: str = ""
    of: str = ""
    href: str = ""
    late: bool = False

    placed = ("label", "value", "unit", "of", "href")

    def __post_init__(self) -> None:
        super().__post_init__()
        if "%" in self.value + self.unit and not self.of:
            raise ContractError("ui stat: a rate needs what it is of")
