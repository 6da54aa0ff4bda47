"""Text to HTML that can do no harm.

Everything that came from a document, a question or a file name is escaped. Of Markdown only what answers need is
understood: paragraphs, headings, lists, quotes, tables, **bold** and [1] marks, which a figure in front of them
shares; no links, no images, no HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape, unescape
from itertools import groupby

_UNIT = r"(?: ?[%％]| ?(?:[千万亿]|百万)?元| ?[人辆批次个家])"
_MARKED = r"(?= ?\[(?P<{}>\d{{1,3}})\])"  # [n] follows
_INLINE = re.compile(
    r"\\(?P<literal>[!-/:-@\[-`{-~])"
    rf"|\*\*(?P<bold>.+?)\*\*(?:{_MARKED.format('boldmark')})?"
    rf"|(?P<figure>(?<![\d.,])[-−]?\d[\d,]*(?:\.\d+)?{_UNIT}?){_MARKED.format('figuremark')}"
    r"|\[(?P<mark>\d{1,3})\]"
)
_HEADING = re.compile(r"#{1,6} +(.*)")
_BULLET = re.compile(r"[-*] +")
_NUMBER = re.compile(r"\d{1,3}[.)] +")
_RULE = re.compile(r"\|?[\s:|-]+\|?")

Mark = Callable[[int, str], str | None]
"""The HTML for the mark [n], or for a figure (HTML) in front of it that leads there too; None where there is no [n]."""


def _unmarked(n: int, figure: str = "") -> None:
    """Of a text whose marks lead nowhere."""


def element(tag: str, *content: str, **attributes: object) -> str:
    """An HTML element: its content is HTML already, its attributes are escaped; `class_` is class, `_` is `-`."""
    written = "".join(f' {_attribute(name)}="{escape(str(value))}"' for name, value in attributes.items())
    return f"<{tag}{written}>{''.join(content)}</{tag}>"


def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, labels: Sequence[str] = (), **attributes: object
) -> str:
    """Headings and cells are HTML already. The frame lets a wide table scroll alone on a narrow screen.

    `labels` are plain words for the cells of each column, shown where a narrow screen makes cards of the rows; "" where
    a cell speaks for itself.
    """
    head = element("thead", element("tr", *(element("th", heading, scope="col") for heading in headings)))
    said = [{"data_label": label} if label else {} for label in labels] or [{}] * len(headings)
    written = (
        element("tr", *(element("td", cell, **label) for cell, label in zip(row, said, strict=False))) for row in rows
    )
    return element("div", element("table", head, element("tbody", *written), **attributes), class_="mz-wide")


def markdown(text: str, mark: Mark = _unmarked) -> str:
    """The HTML of a text in the small Markdown of answers."""
    return "".join(_block(kind, list(group), mark) for kind, group in groupby(_joined(text), _kind))


def _joined(text: str) -> list[str]:
    """The lines; those indented under a list item belong to it and follow it after a line break."""
    lines: list[str] = []
    for line in text.splitlines():
        if lines and line.startswith("  ") and line.strip() and _kind(lines[-1]) in ("bullets", "numbers"):
            lines[-1] += f"\n{line.strip()}"
        else:
            lines.append(line.strip())
    return lines


def _kind(line: str) -> str:
    if not line:
        return "nothing"
    if line.startswith("|"):
        return "table"
    if line.startswith(">"):
        return "quote"
    if _HEADING.fullmatch(line):
        return "heading"
    if _NUMBER.match(line):
        return "numbers"
    return "bullets" if _BULLET.match(line) else "paragraph"


def _block(kind: str, lines: list[str], mark: Mark) -> str:
    match kind:
        case "nothing":
            return ""
        case "table":
            return _table(lines, mark)
        case "quote":
            return element("blockquote", markdown("\n".join(line[1:].removeprefix(" ") for line in lines), mark))
        case "heading":
            return "".join(element("h4", _inline(line.lstrip("# "), mark)) for line in lines)
        case "bullets":
            return element("ul", *(_item(_BULLET.sub("", line, count=1), mark) for line in lines))
        case "numbers":
            return element("ol", *(_item(_NUMBER.sub("", line, count=1), mark) for line in lines))
        case _:
            return element("p", _lines(lines, mark))


def _item(text: str, mark: Mark) -> str:
    return element("li", _lines(text.splitlines(), mark))


def _lines(lines: Iterable[str], mark: Mark) -> str:
    return "<br>".join(_inline(line, mark) for line in lines)


def _table(lines: list[str], mark: Mark) -> str:
    rows = [
        [_inline(cell.strip(), mark) for cell in re.split(r"(?<!\\)\|", line.strip("|"))]
        for line in lines
        if not _RULE.fullmatch(line)
    ]
    return table(rows[0], rows[1:]) if rows else ""


def _inline(text: str, mark: Mark) -> str:
    written: list[str] = []
    end = 0
    for match in _INLINE.finditer(text):
        written += [_plain(text[end : match.start()]), _styled(match, mark)]
        end = match.end()
    return "".join(written) + _plain(text[end:])


def _plain(text: str) -> str:
    """As Markdown has it, &lt; means the character; whatever it means, it is written as text."""
    return escape(unescape(text))


def _styled(match: re.Match[str], mark: Mark) -> str:
    if match["literal"]:
        return escape(match["literal"])
    if match["bold"]:
        return _leading(element("strong", _inline(match["bold"], mark)), match["boldmark"], mark)
    if match["figure"]:
        return _leading(escape(match["figure"]), match["figuremark"], mark)
    return mark(int(match["mark"]), "") or escape(match[0])


def _leading(figure: str, n: str | None, mark: Mark) -> str:
    """A figure that leads where the mark after it leads."""
    return (mark(int(n), figure) if n else None) or figure
