"""The page on view: its picture with the place marked, the way to its neighbours, to the original, to a citation."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Protocol

from rag.model import Citation, StoredDocument
from ui.citing import citation_line
from ui.conversation import OpenPage
from ui.evidence import SCALE
from ui.links import original_address, sheet_address
from ui.markup import element
from ui.texts import Texts


class Shelf(Protocol):
    """What the viewer needs of a library."""

    def documents(self) -> list[StoredDocument]: ...

    def has_page_images(self, document_id: str) -> bool: ...


def viewer_html(opened: OpenPage | None, library: Shelf, texts: Texts) -> str:
    """ "" where nothing is open. A document that was removed meanwhile is said to be gone."""
    if opened is None:
        return ""
    citation = opened.citation
    document = next((d for d in library.documents() if d.id == citation.document_id), None)
    if document is None:
        return element("p", escape(texts("document_gone", document=citation.document)), class_="mz-empty")
    has_pictures = library.has_page_images(document.id)
    shown = _sheet(opened, document.pages, texts) if has_pictures else _without_picture(citation, texts)
    bar = _bar(opened, document.pages if has_pictures else 0, texts)
    caption = element("figcaption", *_caption(opened, document, texts))
    return element("figure", caption, bar, shown, class_="mz-viewer")


def _caption(opened: OpenPage, document: StoredDocument, texts: Texts) -> Sequence[str]:
    page = texts("page_of", page=opened.page, pages=document.pages)
    citation = opened.citation
    place = " › ".join(part for part in (citation.table, citation.row, citation.column) if part)
    first = element("b", escape(document.file_name)) + " " + element("span", escape(page), class_="mz-page")
    return [first, element("small", escape(place)) if place and opened.shows_the_place else ""]


def _bar(opened: OpenPage, pages: int, texts: Texts) -> str:
    """The buttons; those of pictures only where there are some (`pages` is 0 where not)."""
    citation = opened.citation
    turning = [
        _button("‹", "previous_page", texts, off=opened.page <= 1, data_step=-1),
        _button("›", "next_page", texts, off=opened.page >= pages, data_step=1),
        _button("−", "zoom_out", texts, data_zoom=-1),
        _button("+", "zoom_in", texts, data_zoom=1),
    ]
    to_original = element(
        "a",
        escape(texts("open_original", page=opened.page) if pages else texts("get_original")),
        href=original_address(citation.document_id, opened.page),
        target="_blank",
        rel="noopener",
    )
    copied = citation if opened.shows_the_place else _page_alone(opened)
    return element(
        "div",
        *(turning if pages else ()),
        to_original,
        copy_button(citation_line(copied, texts), texts("copy_citation"), texts),
        class_="mz-bar",
    )


def _button(sign: str, key: str, texts: Texts, *, off: bool = False, **attributes: object) -> str:
    name = texts(key)
    state = {"disabled": ""} if off else {}
    return element("button", sign, type="button", title=name, aria_label=name, **attributes, **state)


def copy_button(text: str, label: str, texts: Texts, **attributes: object) -> str:
    """A button that puts the text on the clipboard and says so for a moment."""
    done = texts("copied")
    return element("button", escape(label), type="button", data_copy=text, data_done=done, **attributes)


def _page_alone(opened: OpenPage) -> Citation:
    citation = opened.citation
    return Citation(0, citation.document, citation.document_id, opened.page, "page", "")


def _sheet(opened: OpenPage, pages: int, texts: Texts) -> str:
    citation = opened.citation
    box = opened.box
    name = texts("page_caption", document=citation.document, page=opened.page)
    place = {"data_top": round(box[1] * SCALE), "data_left": round(box[0] * SCALE)} if box else {}
    picture = element_void("img", src=sheet_address(citation.document_id, opened.page, box), alt=name, **place)
    following = sheet_address(citation.document_id, opened.page + 1, None)
    fetched = {"data_following": following} if opened.page < pages else {}
    return element("div", picture, class_="mz-sheet", tabindex=0, role="group", aria_label=name, **fetched)


def element_void(tag: str, **attributes: object) -> str:
    """An element without content, such as img."""
    return element(tag, **attributes).removesuffix(f"</{tag}>")


def _without_picture(citation: Citation, texts: Texts) -> str:
    said = element("p", escape(texts("no_page_image")))
    quoted = element("blockquote", escape(citation.quote)) if citation.quote else ""
    return element("div", said, quoted, class_="mz-empty")
