"""The commands `catalog` and `workdays`: what they print, and that a mistake is one sentence and exit status 2."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.base.workdays.test_notice import TEXT

from qiaoliang.base.catalog.file import SHIPPED
from qiaoliang.base.catalog.models import CatalogVersion
from qiaoliang.project.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]):
    """Run a command: (exit status, standard output, standard error)."""

    def run(*words: str) -> tuple[int, str, str]:
        status = main(list(words))
        out, err = capsys.readouterr()
        return status, out, err

    return run


def test_the_catalogue_is_loaded_shown_and_written_out(said, tmp_path: Path):
    status, out, _ = said("catalog", "load", "--shipped", "--preview")
    assert (status, CatalogVersion.objects.count()) == (0, 0)
    assert "新增 added: kind:district" in out
    status, out, _ = said("catalog", "load", str(SHIPPED))
    assert (status, CatalogVersion.objects.count()) == (0, 1)
    assert "第 1 版" in out
    assert "labour.wages  拖欠工资" in said("catalog", "show")[1]
    assert "答复  7 d  自派单起" in said("catalog", "show", "labour.wages")[1]
    target = tmp_path / "out.toml"
    assert said("catalog", "export", str(target))[0] == 0
    assert "没有变化" in said("catalog", "load", str(target))[1]
    status, _, err = said("catalog", "export", str(target))
    assert (status, "--force" in err) == (2, True)
    assert said("catalog", "export", str(target), "--force")[0] == 0


def test_the_catalogues_mistakes(said, tmp_path: Path):
    bad = tmp_path / "bad.toml"
    bad.write_text(SHIPPED.read_text(encoding="utf-8").replace('lead = "union"', 'lead = "onion"', 1), encoding="utf-8")
    for words, sentence in (
        (("load",), "请给出一个目录文件"),
        (("load", str(bad)), "[[category]] labour.wages：lead 写的是“onion”"),
        (("load", str(tmp_path / "missing.toml")), "打不开文件"),
        (("show",), "还没有目录"),
        (("show", "labour.wages"), "没有这个分类"),
        (("export", str(tmp_path / "x.toml")), "还没有目录可以导出"),
    ):
        status, out, err = said("catalog", *words)
        assert (status, out) == (2, ""), words
        assert sentence in err
    assert not CatalogVersion.objects.exists()


def test_a_year_is_loaded_and_counted(said, tmp_path: Path):
    file = tmp_path / "notice.txt"
    file.write_text(TEXT, encoding="utf-8")
    assert "暂定" in said("workdays", "count", "2026-12-30", "1", "wd")[1]
    assert "2026-12-31" in said("workdays", "load", str(file), "--preview")[1]
    assert "日历第 2 版" in said("workdays", "load", str(file))[1]
    assert "没有变化" not in said("workdays", "load", str(file))[1]
    status, out, _ = said("workdays", "count", "2026-12-30", "1", "wd")
    assert (status, out.splitlines()[-1].strip()) == (0, "到期 due: 2027-01-04 17:30")
    assert "2026-10-10 班 调休上班（国庆节）" in said("workdays", "show", "2026")[1]
    assert "248 个工作日" in said("workdays", "show", "2025")[1]


def test_the_calendars_mistakes(said, tmp_path: Path):
    for words, sentence in (
        (("load", str(tmp_path / "missing.txt")), "打不开文件"),
        (("show", "1990"), "日历只到"),
        (("count", "2026-12-30", "0.3", "wd"), "期限写错了"),
        (("count", "2026-12-30", "many", "wd"), "期限写错了"),
    ):
        status, _, err = said("workdays", *words)
        assert (status, sentence in err) == (2, True), (words, err)
