"""Writes the list of components in src/qiaoliang/ui/README.md: ``python -m tests.ui.reference``."""

from __future__ import annotations

from pathlib import Path

START, END = "<!-- components: written by python -m tests.ui.reference -->\n", "<!-- end of components -->\n"


def rows(attributes: list[tuple[str, str, str]]) -> str:
    """One line of attributes, the required ones in bold."""
    return " · ".join(
        f"**{name}**: `{kind}`" if default == "required" else f"{name}: `{kind}`" for name, kind, default in attributes
    )


def reference() -> str:
    """The whole list."""
    from qiaoliang.ui import gallery

    parts = []
    for shown in gallery.components():
        lines = [f"### {shown.name}", " ".join(shown.purpose.split()), "", rows(shown.attributes), ""]
        for name, attributes in shown.records:
            lines += [f"- each `{name}`: {rows(attributes)}"]
        parts.append("\n".join(lines).rstrip() + "\n")
    icons = ", ".join(gallery.icon_names())
    return "\n".join([*parts, f"### Icons\n{icons}\n"])


def write(readme: Path) -> None:
    """Replace what stands between the two marks."""
    text = readme.read_text("utf-8")
    before, rest = text.split(START)
    after = rest.split(END)[1]
    readme.write_text(f"{before}{START}\n{reference()}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    from qiaoliang.project import setup

    setup.django("test")
    write(Path(__file__).parents[2] / "src/qiaoliang/ui/README.md")
