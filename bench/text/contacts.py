"""Recall and precision of the finder of contact-like text, per kind.

usage: python bench/text/contacts.py [--errors] [--errors-held]
A span is found when every one of its characters is marked (with any kind: what must be hidden is hidden); a mark is right when it
overlaps something that should be marked. Three lists, all our own: drawn from templates by the hand that wrote the rules; written in a
hurry and used to widen the rules; written in the same way and not looked at while the rules were made. Only the last says what to expect.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from contact_hard import HELD, TUNED, hard
from contact_sentences import Sentence, sentences

from qiaoliang.text.contacts import find_contacts


def measure(
    errors: bool = False, given: list[Sentence] | None = None
) -> tuple[float, float, Counter[str], Counter[str]]:
    """Recall, precision, spans per kind, spans found per kind; of the templates' sentences where none are given."""
    wanted, found, marked, right = Counter[str](), Counter[str](), 0, 0
    for sentence in sentences() if given is None else given:
        marks = find_contacts(sentence.text)
        hidden = {at for mark in marks for at in range(mark.start, mark.end)}
        for start, end, kind in sentence.spans:
            whole = hidden.issuperset(range(start, end))
            wanted[kind], found[kind] = wanted[kind] + 1, found[kind] + whole
            if errors and not whole:
                print("missed", kind, sentence.text[start:end], "|", sentence.text)
        for mark in marks:
            good = _meant(sentence, mark.start, mark.end)
            marked, right = marked + 1, right + good
            if errors and not good:
                print("wrong", mark.kind, sentence.text[mark.start : mark.end], "|", sentence.text)
    return found.total() / wanted.total(), right / marked, wanted, found


def _meant(sentence: Sentence, start: int, end: int) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end, _ in sentence.spans)


LISTS = {
    "templates": sentences,
    "in a hurry, tuned on": lambda: hard(TUNED),
    "in a hurry, held out": lambda: hard(HELD),
}

if __name__ == "__main__":
    for name, read in LISTS.items():
        given = read()
        show = ("--errors-held" if "held" in name else "--errors") in sys.argv
        recall, precision, wanted, found = measure(show, given)
        print(f"{name}: {len(given)} sentences, {wanted.total()} spans: recall {recall:.3f}, precision {precision:.3f}")
        print("  " + ", ".join(f"{kind} {found[kind]}/{count}" for kind, count in sorted(wanted.items())))
