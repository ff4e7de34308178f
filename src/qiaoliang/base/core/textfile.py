"""Text files as offices save them: UTF-8 with or without a mark, or GB 18030 from an older Notepad."""

from __future__ import annotations

from pathlib import Path

from qiaoliang.base.core.errors import Refusal


def read(path: Path) -> str:
    """The file's text. Refusal "text-file" where it cannot be opened or is not text."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refusal(f"打不开文件 {path}：{error.strerror} / cannot open {path}", code="text-file") from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal(
        f"{path.name} 不是文本文件，请用记事本另存为 UTF-8 / {path.name} is not a text file, save it as UTF-8",
        code="text-file",
    )
