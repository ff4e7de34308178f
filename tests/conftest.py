import pytest
from django.test import override_settings
from django.utils import translation

from qiaoliang.base.asking import stamps
from qiaoliang.work.cases import holding


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords():
    """Argon2 at its lowest cost: what a password's hash is worth is not asked here, and each costs a tenth of a second."""
    with override_settings(PASSWORD_HASHERS=["tests.base.accounts.quick.QuickArgon2"]):
        yield


@pytest.fixture(autouse=True, scope="session")
def _stamps_hold_for_a_request():
    """However long a request takes here: how many questions a page asks must not depend on how busy the machine is."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stamps, "LONGEST", 3600.0)
        yield


@pytest.fixture(autouse=True)
def _counted_anew():
    """How many cases a unit holds is counted once an hour, and every test begins at the same hour."""
    holding._counted.clear()


@pytest.fixture(autouse=True)
def reads_chinese():
    """Every test starts in the product's first language, whatever a request before it asked for."""
    with translation.override("zh-hans"):
        yield
