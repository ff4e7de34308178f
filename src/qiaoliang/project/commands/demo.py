"""``qiaoliang demo``: a whole invented district on SQLite, web server and worker in one process tree."""

from __future__ import annotations

import argparse
import os
import shutil
import sys

from qiaoliang.project import setup


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--fresh", action="store_true", help="forget what was done and make the district anew")


def run(args: argparse.Namespace) -> int:
    os.environ["QIAOLIANG_MODE"] = "demo"
    os.environ.pop("DATABASE_URL", None)
    folder = _data_folder()
    from qiaoliang.project.commands.serve import is_free

    if not is_free("127.0.0.1", args.port):
        print(
            f"端口 {args.port} 已被占用，请加 --port 换一个。/ Port {args.port} is taken; choose another with --port.",
            file=sys.stderr,
        )
        return 2
    if args.fresh and folder.exists():
        shutil.rmtree(folder)
    setup.django("demo")
    _prepare()
    _greet(args.port, folder)
    from qiaoliang.project.processes import together

    return together([["serve", "--port", str(args.port)], ["worker"]], dict(os.environ))


def _data_folder():  # type: ignore[no-untyped-def]
    """The demo keeps to a folder of its own, so it can never touch a real district's data."""
    from qiaoliang.base.core import env

    if not env.setting("DATA"):
        os.environ["QIAOLIANG_DATA"] = str(env.data_folder() / "demo")
        env.data_folder.cache_clear()
    return env.data_folder()


def _prepare() -> None:
    from qiaoliang.project.commands.migrate import migrate
    from qiaoliang.project.demo import make

    migrate(verbosity=0)
    make.once(lambda zh, en: print(f"{zh} / {en}", file=sys.stderr, flush=True))


def _greet(port: int, folder: object) -> None:
    from qiaoliang.project.demo import make

    print(f"\n  云桥区（虚构）已就绪 / The demo district is ready:  http://127.0.0.1:{port}/")
    print(f"  工作台 / desk:  http://127.0.0.1:{port}/desk/     数据目录 / data:  {folder}")
    print(f"\n  登录密码（所有演示账号）/ password of every demo account:  {make.PASSWORD}\n")
    for show, username, unit in make.logins():
        print(f"    {show}\t{username}\t{unit}".expandtabs(16))
    receipt = make.sample_receipt()
    if receipt:
        print(f"\n  试着查一件诉求 / follow a case:  编号 code {receipt[0]}   口令 secret {receipt[1]}")
    print("\n  按 Ctrl-C 结束 / Ctrl-C ends it\n", flush=True)
