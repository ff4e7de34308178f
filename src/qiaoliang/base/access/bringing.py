"""Many accounts from a table: name, unit, post, roles. The preview makes everything and takes it back, so what it shows is what
will be. Roles are never granted here: what the security officer still has to grant is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qiaoliang.base.access import wanted as wanting
from qiaoliang.base.access.models import Grant
from qiaoliang.base.access.roles import roles
from qiaoliang.base.accounts import actions as accounts
from qiaoliang.base.accounts import names
from qiaoliang.base.accounts.models import Account
from qiaoliang.base.core import clock
from qiaoliang.base.core.errors import Refusal
from qiaoliang.base.core.typed import seen
from qiaoliang.base.core.who import Who
from qiaoliang.base.organizations import actions as organizations
from qiaoliang.base.organizations import finding
from qiaoliang.base.organizations.models import Membership, Organization, Person, Post
from qiaoliang.office.sheets import Row, TableError, read_table

#: one table; each password takes its time
MOST_ROWS = 200
#: column → headings as offices write them
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "name": ("姓名", "名字", "name"),
    "unit": ("单位", "单位名称", "所在单位", "部门", "unit", "organization"),
    "post": ("岗位", "职务", "职位", "post", "title"),
    "roles": ("角色", "权限角色", "roles", "role"),
    "username": ("用户名", "账号", "登录名", "username", "account"),
}
NEEDED = ("name", "unit", "post")


@dataclass
class Line:
    """A row as it is or would be brought in. ``problem`` is one sentence; ``wanted`` are roles the post does not have yet."""

    number: int
    name: str = ""
    unit: str = ""
    post: str = ""
    username: str = ""
    notes: list[str] = field(default_factory=list)
    wanted: list[str] = field(default_factory=list)
    problem: str = ""
    one_time: str = ""


def read(path: Path, *, name: str = "") -> list[dict[str, Any]]:
    """The table's rows by column, for :func:`look` and :func:`bring_in`; ``name`` is what people call the file. Refusal in one
    sentence where it cannot be read."""
    found: list[dict[str, Any]] = []
    try:
        for row in read_table(path, name=name):
            found.append(_named(row))
            if len(found) > MOST_ROWS:
                words = _("The table has more than %(most)d rows. Please bring it in in parts.") % {"most": MOST_ROWS}
                raise Refusal(words, code="too_many", field="file")
    except TableError as error:
        raise Refusal(error.said(get_language() or "zh"), code="table", field="file") from error
    if not found:
        raise Refusal(_("The table has headings but no rows."), code="empty", field="file")
    return found


def _named(row: Row) -> dict[str, Any]:
    columns = {heading.strip().casefold(): heading for heading in row.values}
    cells = {
        column: next((row.values[columns[one]] for one in headings if one in columns), None)
        for column, headings in HEADINGS.items()
    }
    missing = [HEADINGS[column][0] for column in NEEDED if cells[column] is None]
    if missing:
        words = _("The table lacks these columns: %(names)s. They stand in the first row.") % {
            "names": "、".join(missing)
        }
        raise Refusal(words, code="columns", field="file")
    return {"number": row.number, **{column: " ".join(seen(cell or "").split()) for column, cell in cells.items()}}


@transaction.atomic
def look(who: Who, rows: Sequence[Mapping[str, Any]]) -> list[Line]:
    """What would come of each row; nothing stays."""
    found = _lines(who, rows, handed_over=False)
    transaction.set_rollback(True)
    return found


@transaction.atomic
def bring_in(who: Who, rows: Sequence[Mapping[str, Any]], *, skip_bad: bool = False) -> list[Line]:
    """Make the accounts, each with its one-time password. With a faulty row nothing is made, unless ``skip_bad``: then the rest."""
    found = _lines(who, rows, handed_over=True)
    if any(line.problem for line in found) and not skip_bad:
        transaction.set_rollback(True)
        raise Refusal(
            _("Some rows cannot be brought in. Mend the table, or say that they are to be left out."), code="bad_rows"
        )
    return found


def _lines(who: Who, rows: Sequence[Mapping[str, Any]], *, handed_over: bool) -> list[Line]:
    """A post that is set up has a seat for each row that names it."""
    seats = Counter((row["unit"], row["post"]) for row in rows)
    return [_line(who, row, seats[row["unit"], row["post"]], handed_over=handed_over) for row in rows]


def _line(who: Who, row: Mapping[str, Any], seats: int, *, handed_over: bool) -> Line:
    line = Line(row["number"], row["name"], row["unit"], row["post"], row["username"])
    try:
        with transaction.atomic():
            _make(who, line, row["roles"], seats, handed_over)
    except Refusal as refusal:
        line.problem, line.one_time = str(refusal.message), ""
    return line


def _make(who: Who, line: Line, role_names: str, seats: int, handed_over: bool) -> None:
    unit = _unit(line)
    wanted = _roles(role_names)
    if not line.post or len(line.post) > 60:
        raise Refusal(_("Give the post, at most 60 characters."), code="no_post")
    if not line.name or len(line.name) > 60:
        raise Refusal(_("Give the person's name, at most 60 characters."), code="no_name")
    post = _post(who, line, unit, seats)
    person = _person(who, line, post)
    if not Membership.objects.at().filter(person=person, post=post).exists():
        organizations.appoint(who, person, post)
    line.username = names.clean(line.username) or _free_name(line.name)
    if handed_over:
        account, line.one_time = accounts.create_account(who, line.username)
    else:
        account = accounts.create_account(who, line.username, unusable=True)[0]
    organizations.connect(who, person, account)
    line.username = account.username
    has = set(Grant.objects.at().filter(post=post).values_list("role", flat=True))
    for key in wanted:
        if key not in has:
            wanting.want(who, post, key)
            line.wanted.append(roles()[key].name(get_language() or "zh"))


def _unit(line: Line) -> Organization:
    unit, near = finding.named(line.unit)
    if unit is None and near:
        words = _("Which unit is “%(name)s”? Perhaps: %(near)s.") % {
            "name": line.unit,
            "near": _(", ").join(one.value for one in near[:3]),
        }
        raise Refusal(words, code="unit")
    if unit is None:
        raise Refusal(_("No unit is called “%(name)s”.") % {"name": line.unit}, code="unit")
    line.unit = unit.label
    return unit


def _roles(text: str) -> list[str]:
    """Keys of the roles named, apart by any comma."""
    called = {name: key for key, role in roles().items() for name in (key, role.name.zh, role.name.en.casefold())}
    wanted = [
        one.strip()
        for one in text.replace("、", ",").replace("，", ",").replace(";", ",").replace("；", ",").split(",")
    ]
    unknown = [one for one in wanted if one and one.casefold() not in called]
    if unknown:
        raise Refusal(_("No role is called “%(name)s”.") % {"name": unknown[0]}, code="role")
    return list(dict.fromkeys(called[one.casefold()] for one in wanted if one))


def _post(who: Who, line: Line, unit: Organization, seats: int) -> Post:
    post = Post.objects.at().filter(organization=unit, title=line.post).first()
    if post is None:
        line.notes.append(_("new post"))
        return organizations.establish_post(who, unit, line.post, headcount=seats, start=clock.today())
    return post


def _person(who: Who, line: Line, post: Post) -> Person:
    """Whoever of this name holds the post and has no account yet; else somebody new."""
    there = Membership.objects.at().filter(post=post, person__name=line.name).select_related("person").first()
    if there is None:
        return organizations.register(who, line.name)
    if there.person.account_id is not None:
        raise Refusal(_("This person has the post and an account already."), code="has_account")
    line.notes.append(_("known person"))
    return there.person


def _free_name(name: str) -> str:
    """The name in pinyin, with a number where it is taken: a suggestion that the table may overrule."""
    base = "".join(letter for letter in finding.spelled(name) if letter.isalnum())[:36] or "user"
    base = base if names.is_good(base) else f"u{base}"
    taken = set(Account.objects.filter(username__startswith=base).values_list("username", flat=True))
    return next(one for one in (base, *(f"{base}{n}" for n in range(2, len(taken) + 3))) if one not in taken)
