from qiaoliang.ui.words import either as t


def examples():
    rows = [
        ("new", "待受理", "Received"), ("active", "办理中", "In progress"), ("wait", "待补充", "Waiting for you"),
        ("rate", "待评价", "To be rated"), ("done", "已办结", "Closed"), ("act", "已超期 2 天", "2 days late"),
        ("neutral", "已撤回", "Withdrawn"),
    ]  # fmt: skip
    return [(tone, {"label": t(zh, en), "tone": tone}) for tone, zh, en in rows]
