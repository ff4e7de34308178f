"""What is erased is in no file and no row afterwards: planted words are looked for in all that the data folder holds."""

from __future__ import annotations

from tests.work.cases.keeping import everything

from qiaoliang.base.core.env import data_folder
from qiaoliang.base.jobs import worker
from qiaoliang.base.jobs.models import Job
from qiaoliang.work.cases.actions.archive import archive
from qiaoliang.work.cases.sorting import shelf
from qiaoliang.work.cases.sorting.actions.read import read_new
from qiaoliang.work.cases.sorting.choices import What
from qiaoliang.work.cases.sorting.models import Alike, Suggestion

#: a word that stands in no duty list
MARKER = "麒麟"
SAID = f"{MARKER}巷{MARKER}阁拖欠工资三个月，讨薪讨不到，{MARKER}阁的老板说没有钱。"


def closed(sorting):
    story = sorting.story(text=SAID, title=f"{MARKER}阁拖欠工资")
    read_new()
    story.accept(category="labour.wages")
    for step in ("dispatch", "sign", "propose", "approve", "open_callback", "rate"):
        getattr(story, step)()
    return story


def held():
    """All that the models hold, in clear, and every byte beside them but the database itself."""
    files = [path for path in data_folder().rglob("*") if path.is_file() and "sqlite" not in path.name]
    return [*(shelf.opened(what) for what in What), *(path.read_bytes() for path in files)]


def test_after_erasure_and_the_next_job_the_words_are_nowhere(sorting):
    stories = [closed(sorting) for _n in range(2)]
    read_new()
    for what in What:
        shelf.write(what, shelf.read(what))
    assert any(MARKER.encode() in part for part in held())
    assert MARKER in str(Alike.objects.get().words) and Suggestion.objects.exclude(why=[]).exists()
    for story in stories:
        archive(story.id)
    assert not Alike.objects.exists() and set(map(str, Suggestion.objects.values_list("why", flat=True))) == {"[]"}
    assert Job.objects.open().filter(kind="sorting.train").count() == 1
    Job.objects.open().exclude(kind="sorting.train").delete()
    assert worker.run_all() == 1
    assert not any(MARKER.encode() in part for part in held())
    assert MARKER not in everything.text()
