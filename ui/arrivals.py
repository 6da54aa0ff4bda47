"""Files on their way into the library as HTML: each with how far it is or what became of it. Pure functions."""

from __future__ import annotations

from html import escape

from rag.ingest import FileReport
from ui.markup import element
from ui.sentences import tell
from ui.standing import Entry, Pace, Standing
from ui.texts import Texts


def arrivals_html(standing: Standing, texts: Texts) -> str:
    """Nothing where no file was handed in."""
    if not standing.entries:
        return ""
    items = (_entry(entry, texts) for entry in reversed(standing.entries))
    return "".join(
        (
            element("h3", escape(texts("intake.title"))),
            _pace(standing.pace, texts) if standing.pace else "",
            element("ul", *items, class_="mz-files"),
            _forget(texts) if all(entry.is_done for entry in standing.entries) else "",
        )
    )


def _pace(pace: Pace, texts: Texts) -> str:
    done = texts("intake.progress", done=pace.files_done, files=pace.files)
    speed = texts("intake.pace", pages=pace.pages, pace=f"{pace.pages_per_second:.1f}") if pace.pages else ""
    left = texts("intake.remaining", time=_time(pace.remaining_s, texts)) if pace.remaining_s else ""
    line = " · ".join(part for part in (done, speed, left) if part)
    bar = element("progress", value=pace.files_done, max=pace.files, aria_label=done)
    return element("div", element("span", escape(line), role="status"), bar, class_="mz-progress")


def _time(seconds: float, texts: Texts) -> str:
    if seconds < 90:
        return texts("intake.seconds", count=max(1, round(seconds)))
    return texts("intake.minutes", count=round(seconds / 60))


def _entry(entry: Entry, texts: Texts) -> str:
    """Status in a word, and why in a sentence."""
    report = entry.report
    if entry.failure:
        badge = element("b", escape(texts("intake.failed")), class_="mz-badge mz-damaged")
        return element("li", badge, " ", escape(entry.name), element("small", escape(tell(entry.failure, texts))))
    if report is None:
        word = texts("intake.waiting" if entry.started is None else "intake.reading")
        return element("li", element("b", escape(word), class_="mz-badge"), " ", escape(entry.name))
    counts = (
        texts("ingest.line", pages=report.pages, tables=report.tables, facts=report.facts) if report.is_stored else ""
    )
    lines = (counts, *_why(report, texts))
    badge = element("b", escape(texts(f"ingest.status.{report.status}")), class_=f"mz-badge mz-{report.status}")
    return element("li", badge, " ", escape(entry.name), *(element("small", escape(line)) for line in lines if line))


def _why(report: FileReport, texts: Texts) -> tuple[str, ...]:
    """The reader's own reason, which says more than the status; both where the page's language lacks the reason."""
    reason, meaning = tell(report.reason, texts), texts(f"intake.meaning.{report.status}")
    is_told = texts.language == "en" or reason != report.reason
    return (reason,) if reason and is_told else (meaning, reason)


def _forget(texts: Texts) -> str:
    return element("button", escape(texts("intake.forget")), type="button", class_="mz-plain", data_do="forget")
