"""What this floor looks at itself: keys, rights of files, backups, the clock, the disk, the database's shape."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from datetime import timedelta
from math import ceil
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaoliang.base.core import clock, keys
from qiaoliang.base.core.checks import Finding, register
from qiaoliang.base.core.env import data_folder
from qiaoliang.base.health import queries
from qiaoliang.base.health.actions import SLACK
from qiaoliang.base.health.choices import Deed
from qiaoliang.ui import format

#: a nightly backup that is late, one that was forgotten; a quarter and some days for a drill
LATE_BACKUP, OLD_BACKUP, OLD_DRILL = timedelta(hours=26), timedelta(days=7), timedelta(days=100)
#: for how long a jump of the clock is worth telling
JUMP_TOLD = timedelta(days=7)
#: bytes
LITTLE_ROOM, NO_ROOM = 2 << 30, 500 << 20


def fill() -> None:
    """Called once, from ``apps.py``."""
    register("keys", gettext_lazy("Keys of the sealed data"), look_at_keys, order=100,
             fine=gettext_lazy("All keys are there, and only their owner can read them."))  # fmt: skip
    register("folder", gettext_lazy("Data folder"), look_at_folder, order=110,
             fine=gettext_lazy("Only its owner can enter the data folder."))  # fmt: skip
    register("tables", gettext_lazy("Shape of the database"), look_at_tables, order=140,
             fine=gettext_lazy("The database has the shape of this version."))  # fmt: skip
    register("backup", gettext_lazy("Last backup"), look_at_backup, order=200, fine="")
    register("drill", gettext_lazy("Last restore drill"), look_at_drill, order=210, fine="")
    register("clock", gettext_lazy("Clock"), look_at_clock, order=320,
             fine=gettext_lazy("The clock did not jump in the last seven days."))  # fmt: skip
    register("disk", gettext_lazy("Disk"), look_at_disk, order=330, fine="")


def look_at_keys() -> Iterator[Finding]:
    missing = keys.missing_purposes()
    if missing:
        says = _("Keys are missing: %(names)s. What was sealed with them cannot be opened, nothing new can be sealed.")
        yield Finding("mend", says % {"names": ", ".join(missing)},
                      _("qiaoliang keys import FILE (on a new installation: qiaoliang keys new)"))  # fmt: skip
    for path in keys.readable_by_others():
        yield Finding(
            "mend", _("Other users of this machine can read %(path)s.") % {"path": path}, f"chmod go-rwx {path}"
        )


def look_at_folder() -> Iterator[Finding]:
    where = data_folder()
    if stat.S_IMODE(where.stat().st_mode) & 0o077:
        says = _("Other users of this machine can enter the data folder %(path)s.") % {"path": where}
        yield Finding("mend", says, f"chmod go-rwx {where}")
    if settings.MODE == "production" and keys.folder().resolve().is_relative_to(where.resolve()):
        yield Finding("look", _("The keys lie in the data folder: whoever copies the folder has both."),
                      _("Move the keys to a folder of their own and name it in QIAOLIANG_KEYS."))  # fmt: skip


def look_at_tables() -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        says = _("The database is %(count)d steps behind this version; pages may fail.") % {"count": missing}
        yield Finding("mend", says, "qiaoliang migrate")


def look_at_backup() -> Iterator[Finding]:
    found = queries.last(Deed.BACKUP)
    if found is None:
        state = "mend" if settings.MODE == "production" else "look"
        yield Finding(state, _("There is no backup yet. A broken disk would take everything."), "qiaoliang backup FILE")
        return
    age = clock.now() - found.created_at
    words = {"moment": format.moment(found.created_at), "size": format.size(found.size)}
    if age > LATE_BACKUP:
        says = _("The last backup is from %(moment)s. What came since would be lost with the disk.")
        yield Finding("mend" if age > OLD_BACKUP else "look", says % words, "qiaoliang backup FILE")
    else:
        yield Finding("ok", _("Made on %(moment)s, %(size)s.") % words)


def look_at_drill() -> Iterator[Finding]:
    tried = queries.last(Deed.DRILL, Deed.RESTORE, sound=None)
    command = "qiaoliang restore --drill FILE"
    if tried is None:
        yield Finding("look", _("Nobody has tried yet whether a backup can be restored."), command)
        return
    words = {
        "moment": format.moment(tried.created_at),
        "span": format.lasting(timedelta(minutes=max(1, ceil(tried.seconds / 60)))),
    }
    if not tried.sound:
        yield Finding("mend", _("The drill of %(moment)s failed: that backup cannot be restored.") % words, command)
    elif clock.now() - tried.created_at > OLD_DRILL:
        yield Finding("look", _("The last drill was on %(moment)s; once a quarter is due.") % words, command)
    else:
        yield Finding("ok", _("On %(moment)s a backup was restored and proven in %(span)s.") % words)


def look_at_clock() -> Iterator[Finding]:
    found, now = queries.witness(), clock.now()
    if found is None:
        return
    if now < found.latest - timedelta(seconds=SLACK):
        says = _("The clock says %(now)s, but it was %(latest)s here already. Deadlines and log-ins go wrong.")
        words = {"now": format.moment(now), "latest": format.moment(found.latest)}
        yield Finding("mend", says % words, "timedatectl set-ntp true")
    elif found.jumped_at and timedelta() <= now - found.jumped_at < JUMP_TOLD:
        span = format.lasting(timedelta(seconds=abs(found.jumped_by)))
        back = _("On %(moment)s the clock jumped back by %(span)s.")
        ahead = _("On %(moment)s the clock jumped ahead by %(span)s.")
        words = {"moment": format.moment(found.jumped_at), "span": span}
        yield Finding("look", (back if found.jumped_by < 0 else ahead) % words, "timedatectl status")


def look_at_disk() -> Iterator[Finding]:
    where = data_folder()
    free, size = shutil.disk_usage(where).free, _database_size()
    words = {"free": format.size(free), "path": where, "size": format.size(size)}
    if free < max(LITTLE_ROOM, 2 * size):
        says = _(
            "%(free)s are free in %(path)s; the database has %(size)s. When the disk is full nothing can be stored."
        )
        yield Finding(
            "mend" if free < NO_ROOM else "look", says % words, _("Make room, or give the server a larger disk.")
        )
    else:
        yield Finding("ok", _("%(free)s are free; the database has %(size)s.") % words)


def _database_size() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    name = Path(str(connection.settings_dict["NAME"]))
    return name.stat().st_size if name.is_file() else 0
