"""``python -m qiaoliang`` is the command ``qiaoliang``."""

import sys

from qiaoliang.project.cli import main

sys.exit(main())
