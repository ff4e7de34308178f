"""What production asks of cookies and log-in, read from the settings as a server would."""

import json
import os
import subprocess
import sys

import pytest

NAMES = [
    "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE",
    "SECOND_FACTOR", "SESSION_COOKIE_AGE", "SESSION_IDLE", "ALLAUTH_TRUSTED_PROXY_COUNT",
]  # fmt: skip
READ = f"import json; from qiaoliang.project import settings as s; print(json.dumps([getattr(s, n) for n in {NAMES}]))"


@pytest.mark.parametrize(
    ("environment", "wanted"),
    [
        ({"QIAOLIANG_MODE": "production"}, ["__Host-session", "__Host-csrf", True, True, "Lax", "required", 43200, 3600, 0]),
        ({"QIAOLIANG_MODE": "demo"}, ["session", "csrf", False, True, "Lax", "offered", 43200, 3600, 0]),
        (
            {
                "QIAOLIANG_MODE": "demo", "QIAOLIANG_HTTPS": "1", "QIAOLIANG_SECOND_FACTOR": "required",
                "QIAOLIANG_SESSION_HOURS": "8", "QIAOLIANG_SESSION_IDLE_MINUTES": "15", "QIAOLIANG_PROXIES": "1",
            },
            ["__Host-session", "__Host-csrf", True, True, "Lax", "required", 28800, 900, 1],
        ),
    ],
)  # fmt: skip
def test_cookies_and_log_in(environment, wanted, tmp_path):
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "QIAOLIANG_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", READ], env=env | environment, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == wanted
