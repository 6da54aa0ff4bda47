"""Findings of the audit in the words of an answer, with the numbers of their citations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rag.citing import Citing, marks
from rag.comparison import Checked, Outcome
from rag.findings import Finding
from rag.model import Check
from rag.wording import Wording, escape

MOST_CITED = 8  # places of one finding: a sum may have a hundred
MOST_WARNINGS = 6


class Teller:
    """Tells the findings of one answer; what it cites is numbered in `citing`."""

    def __init__(self, wording: Wording, citing: Citing) -> None:
        self.wording = wording
        self.citing = citing

    def sentence(self, finding: Finding) -> str:
        """What does not add up, with both sides cited."""
        message = finding.message
        told = message.chinese if self.wording.language == "zh" else message.english
        return f"{escape(told)}{marks(self.cite(finding))}"

    def cite(self, finding: Finding) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self.citing.side(side) for side in finding.places[:MOST_CITED]))

    def check(self, finding: Finding, *, beside: bool) -> Check:
        rule = finding.rule.chinese if self.wording.language == "zh" else finding.rule.english
        return Check(rule, finding.stated, finding.expected, finding.status, self.cite(finding), beside)

    def conflicts(self, checked: Checked) -> list[str]:
        """What is found about the figure itself and is not told by a comparison."""
        return [
            self.sentence(c.finding) for c in checked.contradictions if c.decides and not _is_told(c.finding, checked)
        ]

    def warnings(self, checked: Sequence[Checked]) -> list[str]:
        """What is wrong in places that the figures take part in, though they themselves are not in doubt."""
        beside = dict.fromkeys(finding for one in checked for finding in _noted(one))
        noted = [finding for finding in beside if not any(_is_shown(finding, one) for one in checked)]
        lines = [
            self.wording.say(
                "finding_warning",
                document=escape(self.citing.file_name(finding.document_id)),
                finding=self.sentence(finding),
            )
            for finding in noted[:MOST_WARNINGS]
        ]
        more = len(noted) - MOST_WARNINGS
        return [*lines, self.wording.say("more_findings", count=more)] if more > 0 else lines


def all_findings(checked: Iterable[Checked]) -> list[Finding]:
    """Those of the figures and of their operands, each once, without what a comparison tells."""
    found: dict[Finding, None] = {}
    for one in checked:
        found.update((c.finding, None) for c in one.contradictions if not _is_told(c.finding, one))
        found.update((finding, None) for finding in all_findings(one.operands))
    return list(found)


def _noted(checked: Checked) -> list[Finding]:
    """What no conflict tells: an operand's own conflicts are told nowhere else."""
    own = [c.finding for c in checked.contradictions if not c.decides and not _is_told(c.finding, checked)]
    return [*own, *(finding for operand in checked.operands for finding in all_findings([operand]))]


def _is_shown(finding: Finding, checked: Checked) -> bool:
    """Whether the conflict that the figure is told to be in says it."""
    return _is_told(finding, checked) or any(c.finding == finding and c.decides for c in checked.contradictions)


def _is_told(finding: Finding, checked: Checked) -> bool:
    """Whether a comparison of the figure says the same: it rests on a place of the finding."""
    for comparison in checked.comparisons:
        if comparison.outcome is not Outcome.DIFFERS or not comparison.decides:
            continue
        if any(finding.is_about(stored) for place in comparison.places for stored in place.facts):
            return True
        if comparison.change and any(side.quote == comparison.change[1].quote for side in finding.sides):
            return True
    return False
