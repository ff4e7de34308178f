"""The locks say the same as pyproject.toml, and hold for every Python and machine we name."""

import re

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.architecture.source import ROOT, project

LOCKS = ("run", "build", "test")


def locked(name: str) -> dict[str, tuple[Version, Marker | None, int]]:
    """Package → its version, where it applies, and how many hashes it has."""
    packages: dict[str, tuple[Version, Marker | None, int]] = {}
    for block in re.split(r"\n(?=\S)", (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").strip()):
        wanted = Requirement(block.split("\\")[0].strip())
        version = Version(str(wanted.specifier).removeprefix("=="))
        packages[canonicalize_name(wanted.name)] = (version, wanted.marker, block.count("--hash=sha256:"))
    return packages


def asked(name: str) -> list[Requirement]:
    """What pyproject.toml asks for, of the lock of that name."""
    run, build = project()["project"]["dependencies"], project()["build-system"]["requires"]
    wanted = {"run": run, "build": build, "test": run + build + project()["dependency-groups"]["test"]}
    return [Requirement(line) for line in wanted[name]]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_answers_what_is_asked(name):
    packages = locked(name)
    missing = [str(need) for need in asked(name) if canonicalize_name(need.name) not in packages]
    assert missing == [], "run: python3 requirements/lock.py"
    other = [str(need) for need in asked(name) if packages[canonicalize_name(need.name)][0] not in need.specifier]
    assert other == [], "run: python3 requirements/lock.py"


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_hashes_and_no_address(name):
    assert min(hashes for _, _, hashes in locked(name).values()) >= 1
    assert "://" not in (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["run", "build"])
def test_the_locks_agree_with_each_other(name):
    everything = locked("test")
    assert {key: value[0] for key, value in locked(name).items()} == {key: everything[key][0] for key in locked(name)}
