"""Questions about real disclosures, written by reading them: what holds of the answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.report import failures_text, kind_table
from eval.run import ALL, Run, run_suite
from eval.tally import recall_at, share_of
from rag import Library, Settings

SUITE = Path(__file__).parents[2] / "eval" / "suites" / "real.jsonl"
FOLDERS = ("real", "replicas", "seeds")
# What holds so far; raise a floor or lower a ceiling as soon as more holds.
AT_LEAST = {"value": 0.75, "document": 0.84, "page": 0.83, "cell": 0.97, "refusal": 0.85, "conflict": 0.33}
AT_MOST = {"false_refusal": 0.12, "confidently_wrong": 0.07}
RECALL_AT_5 = 0.70


@pytest.fixture(scope="module")
def run(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("real") / "library"
    with Library.open(folder, create=True) as library:
        library.ingest([corpus / name for name in FOLDERS])
    return run_suite(SUITE, folder, Settings())


def explained(run: Run) -> str:
    written = run.to_json()
    return f"{kind_table(written)}\n{failures_text(written)}"


@pytest.mark.parametrize("part", AT_LEAST)
def test_right_often_enough(run: Run, part: str) -> None:
    share = share_of(run.of_kind(ALL), part)
    assert share.rate is not None
    assert share.rate >= AT_LEAST[part], explained(run)


@pytest.mark.parametrize("fault", AT_MOST)
def test_faults_are_rare_enough(run: Run, fault: str) -> None:
    share = share_of(run.of_kind(ALL), fault)
    assert share.rate is not None
    assert share.rate <= AT_MOST[fault], explained(run)


def test_passages_are_found(run: Run) -> None:
    share = recall_at(run.of_kind(ALL), 5)
    assert share.rate is not None
    assert share.rate >= RECALL_AT_5
