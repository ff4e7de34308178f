"""``qiaoliang account``: open an account from the server's console, or give a new one-time password."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from qiaoliang.project import setup
from qiaoliang.project.commands.complaint import Complaint, refused

if TYPE_CHECKING:
    from qiaoliang.base.accounts.models import Account
    from qiaoliang.base.organizations.models import Organization


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    new = verbs.add_parser("new", help="an account with a one-time password")
    new.add_argument("username")
    new.add_argument("--name", required=True, help="the person's name")
    new.add_argument("--role", default="", help="a role's key, such as admin, security, auditor")
    new.add_argument("--organization", default="", metavar="CODE", help="where the post is; else the district's own")
    password = verbs.add_parser("password", help="a new one-time password")
    password.add_argument("username")
    factor = verbs.add_parser("without-factor", help="take a lost second factor away where nobody else can confirm it")
    factor.add_argument("username")
    factor.add_argument("--reason", required=True, help="why; it is kept with the account")


def run(args: argparse.Namespace) -> int:
    setup.django()
    with refused():
        if args.verb == "without-factor":
            return _without_factor(args)
        _tell(*(_new(args) if args.verb == "new" else _password(args)))
        return 0
    return 2


def _new(args: argparse.Namespace) -> tuple[Account, str]:
    from django.db import transaction

    from qiaoliang.base.access import actions as access
    from qiaoliang.base.accounts import actions as accounts
    from qiaoliang.base.core.who import SYSTEM
    from qiaoliang.base.organizations import actions as organizations

    if args.role:
        place = _organization(args.organization)
        return access.seat(SYSTEM, place, username=args.username, name=args.name, role=args.role)
    with transaction.atomic():
        account, one_time = accounts.create_account(SYSTEM, args.username)
        organizations.register(SYSTEM, args.name, account=account)
    return account, one_time


def _organization(code: str) -> Organization:
    """The one named, or the one at the top of the tree; on an empty installation the district's own is founded."""
    from qiaoliang.base.core.who import SYSTEM
    from qiaoliang.base.districts import queries as districts
    from qiaoliang.base.organizations import actions, queries

    if code:
        found = queries.alive().filter(code=code).first()
        if found is None:
            raise Complaint(f"没有代码为 {code} 的组织", f"no organisation has the code {code}")
        return found
    top = next((place.organization for place in queries.tree()), None)
    if top is not None:
        return top
    district = districts.current()
    if district is None:
        raise Complaint("还没有设置本区，请先设置", "there is no district yet; set it up first")
    return actions.found(SYSTEM, code=district.code, name=district.name, name_en=district.name_en, kind="district")


def _password(args: argparse.Namespace) -> tuple[Account, str]:
    from qiaoliang.base.accounts import actions
    from qiaoliang.base.core.who import SYSTEM

    account = _account(args.username)
    return account, actions.reset_password(SYSTEM, account)


def _without_factor(args: argparse.Namespace) -> int:
    from qiaoliang.base.accounts import actions
    from qiaoliang.base.core.who import SYSTEM

    account = _account(args.username)
    actions.remove_second_factor(SYSTEM, account, reason=args.reason)
    print(
        f"已解除 {account.username} 的动态口令和通行密钥，全部退出登录 / the second factor is gone and every log-in has ended"
    )
    return 0


def _account(username: str) -> Account:
    from qiaoliang.base.accounts import names
    from qiaoliang.base.accounts.models import Account

    account = Account.objects.filter(username=names.clean(username)).first()
    if account is None:
        raise Complaint(f"没有用户名 {username}", f"there is no user name {username}")
    return account


def _tell(account: Account, one_time: str) -> None:
    from django.conf import settings

    from qiaoliang.base.core.env import data_folder

    print(f"用户名 User name: {account.username}")
    print(f"一次性密码 One-time password: {one_time}")
    print(
        f"请当面交给本人，{settings.ONE_TIME_DAYS} 天内首次登录并修改 / hand it over in person; to be changed at the first "
        f"log-in within {settings.ONE_TIME_DAYS} days"
    )
    print(f"数据目录 Data: {data_folder()}", file=sys.stderr)
