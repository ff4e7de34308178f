"""文书: what stands in the office's papers, as :class:`Official` documents. The sentences are the catalogue's; words of people
are masked as on the page. Papers are in Chinese whatever language the reader has chosen: they go out under a seal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from django.utils import translation

from qiaoliang.base.catalog import queries as catalog
from qiaoliang.base.core import clock
from qiaoliang.base.districts import queries as districts
from qiaoliang.office.official import Official, paragraphs
from qiaoliang.ui import format
from qiaoliang.work.cases import masking, terms, watched
from qiaoliang.work.cases.choices import LetterKind, Part
from qiaoliang.work.cases.masking import Reader
from qiaoliang.work.cases.models import Answer, Assignment, Case, Letter

Made = TypeVar("Made", bound=Callable[..., Any])
HAN = "zh-hans"


@dataclass(frozen=True)
class Paper:
    """A document and what its file is called, without the ending."""

    name: str
    told: Official


def _in_chinese(make: Made) -> Made:
    @wraps(make)
    def made(*args: Any, **values: Any) -> Any:
        with translation.override(HAN):
            return make(*args, **values)

    return made  # type: ignore[return-value]


def office() -> str:
    """Under whose name papers go out; the district words it in the catalogue."""
    district = districts.current()
    return catalog.template("paper_office", HAN, district=district.name if district else "")


@_in_chinese
def letter(item: Letter) -> Paper:
    """催办单 or 督办单."""
    shown = watched.letter(item)
    facts = [f"{one['label']}：{one['value']}" for one in shown["facts"]]
    supervises = item.kind == LetterKind.SUPERVISION
    told = Official(
        mark=office(),
        number=shown["number"],
        title=catalog.template(
            "paper_supervise_title" if supervises else "paper_urge_title", HAN, code=item.case.code, unit=shown["unit"]
        ),
        to=shown["unit"],
        body=(*paragraphs(shown["text"]), *paragraphs(shown["note"]), *(f"{one}。" for one in facts)),
        sign=office(),
        day=clock.localtime(item.issued_at).date(),
        copies=f"{shown['unit']}负责人" if supervises and item.organization else "",
        printed_by=office(),
        compact=True,
    )
    return Paper(shown["number"], told)


@_in_chinese
def dispatch(case: Case, lead: Assignment, helpers: list[str], eyes: Reader) -> Paper:
    """派单: what is asked, of whom, by when."""
    words = catalog.template(
        "paper_dispatch",
        HAN,
        code=case.code,
        title=masking.plain(case, "title", eyes),
        category=catalog.category(case.category.code, case.received_at).path if case.category else "未分类",
        place=masking.plain(case, "place", eyes) or str(case.area or "") or "未写明",
        received=format.full_day(case.received_at),
        unit=str(lead.organization),
        helpers=f"，{'、'.join(helpers)}协办" if helpers else "",
        due=format.full_moment(case.due_at) if case.due_at else "期限",
        text=masking.plain(case, "text", eyes),
    )
    told = Official(
        mark=office(),
        number=f"编号 {case.code}",
        title=catalog.template("paper_dispatch_title", HAN, code=case.code),
        to="、".join([str(lead.organization), *helpers]),
        body=paragraphs(words),
        sign=office(),
        day=clock.localtime(lead.created_at).date(),
        printed_by=office(),
        compact=True,
    )
    return Paper(f"派单 {case.code}", told)


@_in_chinese
def answer(case: Case, item: Answer, eyes: Reader) -> Paper:
    """答复 on paper, for whoever wants it so; the unit signs it."""
    assert item.approved_at is not None
    words = catalog.template(
        "paper_answer",
        HAN,
        code=case.code,
        title=masking.plain(case, "title", eyes),
        received=format.full_day(case.received_at),
        answer=masking.plain(item, "text", eyes),
        until=format.full_day(terms.until(case, "review_request", item.approved_at)),
    )
    told = Official(
        mark=str(item.organization),
        number=f"编号 {case.code}",
        title=catalog.template("paper_answer_title", HAN, code=case.code),
        to=f"编号 {case.code} 的诉求人",
        body=paragraphs(words),
        sign=str(item.organization),
        day=clock.localtime(item.approved_at).date(),
        compact=True,
    )
    return Paper(f"答复 {case.code} 第{item.round}轮", told)


def lead_of(case: Case) -> Assignment | None:
    """The lead unit's part as it stands."""
    return case.assignments.filter(part=Part.LEAD, end=None).select_related("organization").first()


def helpers_of(case: Case) -> list[str]:
    """The helpers' names."""
    helping = case.assignments.filter(end=None).exclude(part=Part.LEAD).select_related("organization").order_by("pk")
    return [str(one.organization) for one in helping]
