"""Closed cases whose answer may be published, and the two persons who publish it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.work.cases.world import Story, World

from qiaoliang.base.core import clock
from qiaoliang.work.cases.publishing.actions import decide, propose
from qiaoliang.work.cases.publishing.models import Publication

TITLE = "加班费怎么算、找谁要"
PUBLIC = "一家企业没有足额发加班费。工会核对考勤后，企业已经补发。遇到同样的事，带上考勤记录找工会。"
PLAN = "年底前把职工休息室修好。"


def closed(world: World, *, plan: int = 0, **words: Any) -> Story:
    """A case that the union answered and the person rated; with ``plan``, the answer promised something for so many days
    later."""
    story = world.story(**{"may_publish": True, "area_id": world.unit("lx-v")} | words)
    story.until("sign")
    more = {"closing": "planned", "planned_for": clock.today() + timedelta(days=plan)} if plan else {}
    story.propose(**more)
    for name in ("approve", "open_callback", "rate"):
        getattr(story, name)()
    return story


def proposed(story: Story, by: str = "union", **words: Any) -> Publication:
    usual = {"title": TITLE, "text": PUBLIC, "area_id": story.world.unit("lx-v")}
    if story.case.promises.exists():
        usual["promise"] = PLAN
    return propose.propose(story.world.actors[by], story.id, propose.Words(**usual | words))


def published(story: Story, by: str = "union_head", **words: Any) -> Publication:
    return decide.publish(story.world.actors[by], proposed(story, **words).pk)
