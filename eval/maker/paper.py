"""The pages that a draft is printed on. Coordinates run downwards from the top of the page as displayed."""

from __future__ import annotations

from io import BytesIO

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

MARGIN = 56.0  # points, as all lengths here
WIDE, HIGH = A4[1], A4[0]
FORM_SCALE = 0.8


class Paper:
    """A PDF while it is written: one page is open at a time, `y` is how far down it is filled."""

    def __init__(self, title: str, font: str, *, running_head: bool) -> None:
        rl_config.invariant = 1
        rl_config.canvas_basefontname = font
        self.font = font
        self.page = 0
        self.width: float = A4[0]
        self.height: float = A4[1]
        self.y = 0.0
        self._title, self._running_head = title, running_head
        self._file = BytesIO()
        self.canvas = Canvas(self._file, pagesize=A4, initialFontName=font)
        self.canvas.setTitle(title)
        self.canvas.setAuthor("mingzhang eval make: an invented disclosure")
        self._form: str | None = None

    def content(self) -> bytes:
        """The finished PDF; nothing can be printed after this."""
        self._end_page()
        self.canvas.save()
        return self._file.getvalue()

    def new_page(self, kind: str = "portrait", *, in_form: bool = False) -> None:
        if self.page:
            self._end_page()
        self.page += 1
        canvas = self.canvas
        self.width, self.height = A4 if kind == "portrait" else (WIDE, HIGH)
        canvas.setPageSize(A4 if kind in ("portrait", "sideways") else (WIDE, HIGH))  # reportlab turns a rotated page's
        canvas.setPageRotation(90 if kind == "rotated" else 0)
        if kind in ("rotated", "sideways"):
            canvas.transform(0, 1, -1, 0, HIGH, 0)
        self.y = MARGIN
        self._furniture()
        if in_form:
            self._form = f"sheet{self.page}"
            canvas.beginForm(self._form, 0, 0, self.width / FORM_SCALE, self.height / FORM_SCALE)
            canvas.setFont(self.font, 9)
            self.width, self.height = self.width / FORM_SCALE, self.height / FORM_SCALE

    def _end_page(self) -> None:
        if self._form:
            self.canvas.endForm()
            self.canvas.saveState()
            self.canvas.scale(FORM_SCALE, FORM_SCALE)
            self.canvas.doForm(self._form)
            self.canvas.restoreState()
            self._form = None
        self.canvas.showPage()

    def _furniture(self) -> None:
        """Page number and running head."""
        if self.page == 1:
            return
        self.text(self.width / 2, self.height - 34, f"- {self.page} -", 9, "centre")
        if self._running_head:
            self.text(MARGIN, 36, self._title, 8, "left")
            self.canvas.setLineWidth(0.5)
            self.canvas.line(MARGIN, self.height - 41, self.width - MARGIN, self.height - 41)

    def text(self, x: float, baseline: float, text: str, size: float, align: str = "left") -> None:
        self.canvas.setFont(self.font, size)
        y = self.height - baseline
        if align == "centre":
            self.canvas.drawCentredString(x, y, text)
        elif align == "right":
            self.canvas.drawRightString(x, y, text)
        else:
            self.canvas.drawString(x, y, text)
