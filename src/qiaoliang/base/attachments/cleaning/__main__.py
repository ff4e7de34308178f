"""``python -m qiaoliang.base.attachments.cleaning KIND < file``: one JSON line, then the parts' bytes.

Decoders of pictures and PDFs are large and old; a file made to exhaust or break them ends this process only.
"""

from __future__ import annotations

import json
import sys

from qiaoliang.base.attachments.cleaning.result import Cleaned, Refused

MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 20


def limit() -> None:
    """No more than this much memory and time, and not a single file written."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def clean(kind: str, data: bytes) -> Cleaned:
    if kind == "pdf":
        from qiaoliang.base.attachments.cleaning import pdf

        return pdf.clean(data)
    from qiaoliang.base.attachments.cleaning import photo

    return photo.clean(kind, data)


def main() -> None:
    limit()
    head: dict[str, object]
    try:
        cleaned = clean(sys.argv[1], sys.stdin.buffer.read())
        head = {"facts": cleaned.facts, "parts": {name: len(part) for name, part in cleaned.parts.items()}}
    except Refused as refused:
        cleaned, head = Cleaned({}, {}), {"refused": str(refused)}
    except MemoryError:
        cleaned, head = Cleaned({}, {}), {"refused": "complex"}
    except Exception:  # decoders fail in more ways than they tell; whatever it is, the file is at fault
        cleaned, head = Cleaned({}, {}), {"refused": "broken"}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + b"".join(cleaned.parts.values()))


if __name__ == "__main__":
    main()
