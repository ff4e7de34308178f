import pytest

from qiaoliang.base.core import keys


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("QIAOLIANG_KEYS", str(tmp_path))
    keys.forget_loaded()
    keys.make_missing()
    yield tmp_path
    keys.forget_loaded()


def test_a_sealed_value_opens_only_in_its_own_place(folder):
    blob = keys.seal("vault", "王小桥".encode(), "contact:1:name")
    assert keys.unseal("vault", blob, "contact:1:name").decode() == "王小桥"
    assert "王小桥".encode() not in blob
    for changed, place in [(blob, "contact:2:name"), (blob[:-1] + bytes([blob[-1] ^ 1]), "contact:1:name")]:
        with pytest.raises(keys.KeyProblem, match="does not open"):
            keys.unseal("vault", changed, place)
    with pytest.raises(keys.KeyProblem):
        keys.unseal("drafts", blob, "contact:1:name")


def test_a_new_key_seals_and_the_old_one_still_opens(folder):
    old = keys.seal("vault", b"x", "c")
    before = keys.mac("index", b"138")
    assert keys.add("vault") == "00000002"
    keys.add("index")
    assert keys.key_of(keys.seal("vault", b"x", "c")) == "00000002"
    assert keys.unseal("vault", old, "c") == b"x"
    assert keys.mac("index", b"138") == before


def test_problems_are_named_with_their_mending(folder):
    assert keys.problems() == []
    (folder / "vault-00000001.key").chmod(0o644)
    (folder / "files-00000001.key").unlink()
    found = keys.problems()
    assert len(found) == 2
    assert "qiaoliang keys new" in found[0]
    assert "chmod go-rwx" in found[1]


def test_a_signature_is_of_its_own_text(folder):
    key_id, signature = keys.sign(b"head")
    assert keys.verify(key_id, b"head", signature)
    assert not keys.verify(key_id, b"other", signature)
    assert not keys.verify("99999999", b"head", signature)
