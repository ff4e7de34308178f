"""Writes: one plain function does the whole thing in one transaction, audit row included."""

from qiaoliang.base.organizations.actions.bulk import NewOrganization, NewPost, found_all
from qiaoliang.base.organizations.actions.day import change_day
from qiaoliang.base.organizations.actions.links import link, unlink
from qiaoliang.base.organizations.actions.naming import rename
from qiaoliang.base.organizations.actions.people import Term, appoint, appoint_all, connect, join, register, relieve
from qiaoliang.base.organizations.actions.posts import abolish_post, change_post, establish_post
from qiaoliang.base.organizations.actions.structure import add_alias, dissolve, drop_alias, found

__all__ = [
    "NewOrganization",
    "NewPost",
    "Term",
    "abolish_post",
    "add_alias",
    "appoint",
    "appoint_all",
    "change_day",
    "change_post",
    "connect",
    "dissolve",
    "drop_alias",
    "establish_post",
    "found",
    "found_all",
    "join",
    "link",
    "register",
    "relieve",
    "rename",
    "unlink",
]
