"""What the people of the demo district keep looking at: saved views, their own and those their unit shares."""

from __future__ import annotations

from qiaoliang.project.demo.people import Staff
from qiaoliang.project.demo.slots import Rows
from qiaoliang.work.cases.saved.actions.keep import keep

#: (role, unit, list, name, address, shared with the unit)
VIEWS = (
    ("supervisor", "dqb", "every", "欠薪，快到期的", "category=labour.wages&open=on&sort=due", True),
    ("supervisor", "dqb", "every", "好久没动的", "open=on&sort=happened&cols=state.unit.happened.due", True),
    ("supervisor", "dqb", "overdue", "还没派出去的", "unassigned=on&cols=place.due.rung", False),
    ("dispatcher", "dqb", "every", "等着派的", "state=accepted&sort=due&cols=about.place.received.due", True),
    ("intake", "dqb", "every", "上门登记的", "source=visit&cols=state.place.source.received", False),
    ("head", "zgh", "every", "等我们签收的", "state=dispatched&sort=due", True),
    ("head", "zgh", "every", "办理中，按期限", "state=in_progress&sort=due&cols=about.handler.place.due", True),
)


def save(district: Rows) -> None:
    """Each by one who has the role there, if possible one whose log-in is printed."""
    staff, shown = Staff(district), {row["username"] for row in district["login"] if row.get("show")}
    for role, unit, listed, name, typed, shared in VIEWS:
        found = staff.of(role, unit)
        for actor in sorted(found, key=lambda one: one.person.account.username not in shown)[:1]:  # type: ignore[union-attr]
            keep(actor, listed, typed, name=name, shared=shared, begins=False)
