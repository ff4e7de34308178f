"""The WSGI application that granian serves."""

import logging
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qiaoliang.project.settings")

from django.core.wsgi import get_wsgi_application

from qiaoliang.base.core.env import setting
from qiaoliang.project import garbage, patience

patience.limit(float(setting("DATABASE_PATIENCE", "4")))
application = get_wsgi_application()


def _go_on() -> None:
    """New ids come behind those there are, also where the clock was put back since. Without a database that is asked later."""
    from django.db import Error, connection

    from qiaoliang.base.core import ids

    try:
        ids.catch_up()
    except Error as fault:
        logging.getLogger(__name__).warning("The last id is not known yet: %s", type(fault).__name__)
    connection.close()


_go_on()
garbage.settle()
