"""Writes: one plain function does the whole thing in one transaction, audit row included."""

from qiaoliang.base.organizations.actions.bulk import NewOrganization, NewPost, found_all
from qiaoliang.base.organizations.actions.day import change_day
from qiaoliang.base.organizations.actions.links import link, unlink
from qiaoliang.base.organizations.actions.people import Term, appoint, appoint_all, connect, join, register, relieve
from qiaoliang.base.organizations.actions.posts import abolish_post, establish_post
from qiaoliang.base.organizations.actions.structure import add_alias, dissolve, found, rename

__all__ = [
    "NewOrganization",
    "NewPost",
    "Term",
    "abolish_post",
    "add_alias",
    "appoint",
    "appoint_all",
    "change_day",
    "connect",
    "dissolve",
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
