"""Recall and precision of the finder of contact-like text, per kind.

usage: python bench/text/contacts.py [--errors]
A span is found when every one of its characters is marked (with any kind: what must be hidden is hidden); a mark is right when it
overlaps something that should be marked. The sentences are our own and from the same hand as the rules: on what people really write,
expect less.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from contact_sentences import Sentence, sentences

from qiaoliang.text.contacts import find_contacts


def measure(errors: bool = False) -> tuple[float, float, Counter[str], Counter[str]]:
    """Recall, precision, spans per kind, spans found per kind."""
    wanted, found, marked, right = Counter[str](), Counter[str](), 0, 0
    for sentence in sentences():
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


if __name__ == "__main__":
    recall, precision, wanted, found = measure("--errors" in sys.argv)
    print(f"{len(sentences())} sentences, {wanted.total()} spans: recall {recall:.4f}, precision {precision:.4f}")
    for kind, count in sorted(wanted.items()):
        print(f"  {kind:10s} {found[kind]:4d} of {count}")
