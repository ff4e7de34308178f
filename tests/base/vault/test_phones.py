"""One line, one form, however it was written."""

from __future__ import annotations

import pytest

from qiaoliang.base.vault import phones


@pytest.mark.parametrize(
    ("written", "one_form"),
    [
        ("13800001234", "+8613800001234"),
        ("138 0000 1234", "+8613800001234"),
        ("138-0000-1234", "+8613800001234"),
        ("+86 138 0000 1234", "+8613800001234"),
        ("+86-13800001234", "+8613800001234"),
        ("0086 13800001234", "+8613800001234"),
        ("8613800001234", "+8613800001234"),
        ("１３８００００１２３４", "+8613800001234"),
        ("＋８６　１３８００００１２３４", "+8613800001234"),
        ("(0571) 8800 1234", "+8657188001234"),
        ("（0571）88001234", "+8657188001234"),
        ("0571-88001234", "+8657188001234"),
        ("+86 571 88001234", "+8657188001234"),
        ("86 571 88001234", "+8657188001234"),
        ("010-88001234", "+861088001234"),
        ("+86 10 88001234", "+861088001234"),
        ("0578-2800123", "+865782800123"),
        ("0571-88001234-801", "+8657188001234x801"),
        ("0571-88001234转801", "+8657188001234x801"),
        ("0571-88001234 ext. 801", "+8657188001234x801"),
        ("88001234", "88001234"),
        ("400-800-1234", "+864008001234"),
        ("+852 2800 1234", "+85228001234"),
        ("00852 28001234", "+85228001234"),
        ("+1 202 555 0101", "+12025550101"),
    ],
)
def test_a_line_has_one_form(written, one_form):
    assert phones.normalised(written) == one_form
    assert phones.normalised(f"  {written} ") == one_form


@pytest.mark.parametrize(
    "written",
    [
        "",
        "12345",
        "110",
        "没有电话",
        "1380000123",
        "138000012345",
        "12800001234",
        "+86",
        "13800001234@qq",
        "-1",
        "1" * 40,
    ],
)
def test_what_is_no_telephone_number(written):
    assert phones.normalised(written) is None


def test_a_local_number_is_completed_with_the_districts_area_code():
    assert phones.normalised("8800 1234", area_code="0571") == "+8657188001234"
    assert phones.normalised("13800001234", area_code="0571") == "+8613800001234"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("13800001234", "138****1234"),
        ("+86 13800001234", "138****1234"),
        ("0571-88001234", "0571****1234"),
        ("88001234", "****234"),
        ("", ""),
        ("123", "****"),
    ],
)
def test_masked_forms(written, shown):
    assert phones.masked(written) == shown


@pytest.mark.parametrize(
    ("written", "odd"),
    [
        ("13812345678", ""),
        ("+86 138 1234 5678", ""),
        ("0571-88001234", ""),
        ("88001234", ""),
        ("+1 212 555 0123", ""),
        ("1381234567", "length"),
        ("1381234567890", "length"),
        ("12012345678", "beginning"),
        ("0571-1234", "form"),
        ("12345", "form"),
        ("微信同号", "none"),
        ("12", "none"),
    ],
)
def test_what_is_odd_about_a_number_is_told_apart(written, odd):
    assert phones.oddness(written) == odd
