"""What a link to this page means: the questions asked, the place on view; and the addresses of pages and files.

`?q=…&q=…&doc=…&page=…&n=…`: the questions in order, then the citation [n] of the last answer, or a page of a document.
`?tab=explore&agency=…&year=…`: what is explored (`ui.exploration`), and the page beside it (`ui.explored_page`);
`?tab=audit` and `?tab=library` open those.
All addresses are relative, so that they hold behind a proxy too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from extractors.model import BBox

PACKAGE = "mingzhang-library.zip"  # the address and the name of the library as a data package
SHORT_ID = 12  # characters of a document's id in links that people pass on
MOST_QUESTIONS = 8  # of a link: the last ones


@dataclass(frozen=True, slots=True)
class Link:
    """`document` is the beginning of a document's id; `n` a citation's number in the last question's answer."""

    questions: tuple[str, ...] = ()
    document: str = ""
    page: int = 0
    n: int = 0


def write_link(link: Link) -> str:
    """The query of the address, with its question mark; "" for a page that shows nothing yet."""
    pairs: list[tuple[str, str]] = [("q", question) for question in link.questions[-MOST_QUESTIONS:]]
    if link.document:
        pairs += [("doc", link.document[:SHORT_ID]), ("page", str(link.page))]
    if link.n:
        pairs.append(("n", str(link.n)))
    return f"?{urlencode(pairs)}" if pairs else ""


def read_link(pairs: Iterable[tuple[str, str]]) -> Link:
    """Whatever stands in an address; what makes no sense is left out. That of another tab asks nothing."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    if "tab" in given:
        return Link()
    last = {name: values[-1].strip() for name, values in given.items()}
    questions = tuple(text.strip() for text in given.get("q", []) if text.strip())
    return Link(
        questions[-MOST_QUESTIONS:],
        last.get("doc", ""),
        read_number(last.get("page", "")),
        read_number(last.get("n", "")),
    )


def read_number(text: str, digits: int = 5) -> int:
    """0 for anything but a number of so many digits at most."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else 0


def sheet_address(document_id: str, page: int, box: BBox | None) -> str:
    """Where the page's picture is; a box says what to mark on it."""
    marked = f"?box={write_box(box)}" if box else ""
    return f"sheet/{quote(document_id)}/{page}.png{marked}"


def original_address(document_id: str, page: int) -> str:
    """The file itself, open at a page: browsers and PDF viewers understand #page."""
    return f"original/{quote(document_id)}#page={page}"


def answer_address(questions: Sequence[str], suffix: str) -> str:
    """The last question's answer as a file; `suffix` is .csv or .xlsx."""
    return f"answer{suffix}?{urlencode([('q', question) for question in questions])}"


def facts_address(pairs: Sequence[tuple[str, str]], suffix: str) -> str:
    """What is explored as a file; see `ui.exploration`."""
    return f"facts{suffix}?{urlencode(pairs)}"


def write_box(box: BBox) -> str:
    return ",".join(f"{edge:.2f}" for edge in box)


def read_box(text: str) -> BBox | None:
    """None for anything but four finite numbers in order."""
    try:
        x0, top, x1, bottom = (float(edge) for edge in text.split(","))
    except ValueError:
        return None
    if not all(map(math.isfinite, (x0, top, x1, bottom))) or x0 > x1 or top > bottom:
        return None
    return (x0, top, x1, bottom)
