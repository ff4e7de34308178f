from hypothesis import given
from hypothesis import strategies as st

from qiaoliang.base.core import codes


def test_a_code_survives_what_people_do_to_it():
    code = codes.new_code()
    assert codes.clean_code(code) == code
    assert codes.clean_code(f" {code[:4].lower()}-{code[4:]} ") == code
    assert codes.clean_code("".join(chr(ord(letter) + 0xFEE0) for letter in code)) == code
    assert codes.clean_code(code.replace("0", "O").replace("1", "l")) == code
    assert codes.clean_code(code[:-1]) is None
    assert codes.clean_code("") is None


@given(st.integers(0, 9), st.sampled_from(codes.ALPHABET))
def test_one_wrong_character_is_found(place, letter):
    code = codes.new_code()
    wrong = code[:place] + letter + code[place + 1 :]
    assert (codes.clean_code(wrong) == code) is (wrong == code)
    assert wrong == code or codes.clean_code(wrong) is None


@given(st.integers(0, 8))
def test_two_swapped_neighbours_are_found(place):
    code = codes.new_code()
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert swapped == code or codes.clean_code(swapped) is None


def test_a_secret_has_eighty_bits_and_four_groups():
    secret = codes.new_secret()
    assert [len(group) for group in secret.split("-")] == [4, 4, 4, 4]
    assert codes.clean_secret(secret.replace("-", " ").lower()) == secret
    assert codes.clean_secret("你好") == ""
