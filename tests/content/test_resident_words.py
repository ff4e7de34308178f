"""What residents read can be read by a child leaving primary school: short between two signs, without words of the office."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_python
from django.utils import translation
from django.utils.translation.template import templatize

import qiaoliang.work.cases as cases
from qiaoliang.work.cases import present

HOME = Path(cases.__file__).parent
KEYWORDS = dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")) | {"ngettext": (1,)}
#: Han characters between two signs
LONGEST = 22
OFFICE = re.compile(
    "承办|主办|经办人|审核|挂起|时限|批示|退单|改派|督办|渠道|凭证|工单|诉求人|予以|不予|届满|知悉|特此|温馨"
)


def sources() -> Iterator[str]:
    for path in (HOME / "templates/cases/resident").glob("*.html"):
        yield templatize(path.read_text("utf-8"), origin=str(path))
    for name in ("forms/resident.py", "views/report.py", "views/follow.py"):
        yield (HOME / name).read_text("utf-8")


def texts() -> set[str]:
    """In Chinese, as they come to the page."""
    found = {str(words) for pair in present.PLAIN.values() for words in pair}
    found |= {str(words) for step, words in present.STEPS.items() if step not in present.INSIDE}
    for source in sources():
        for _line, _function, message, _comments in extract_python(io.BytesIO(source.encode()), KEYWORDS, [], {}):
            found.add(translation.gettext(message if isinstance(message, str) else message[0]))
    return {one for one in found if re.search("[一-龥]", one)}


def too_long(words: str) -> list[str]:
    parts = re.split("[，。；：？、（）“”〔〕…—%\n]", words)
    return [part for part in parts if len(re.findall("[一-龥]", part)) > LONGEST]


def test_a_child_leaving_primary_school_can_read_it():
    with translation.override("zh-hans"):
        read = texts()
    assert len(read) > 200
    assert {one: too_long(one) for one in read if too_long(one)} == {}
    assert {one: OFFICE.findall(one) for one in read if OFFICE.search(one)} == {}


def test_the_measure_finds_what_it_is_for():
    assert too_long("好的，" + "字" * 23) and not too_long("字" * 22 + "，" + "字" * 22)
    assert OFFICE.search("由承办单位审核") and not OFFICE.search("由哪个单位办，请人检查")
