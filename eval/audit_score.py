"""What the audit finds of the errors that were planted in made documents, and what it finds besides."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from eval.planted import DIFFERS, score_planted
from eval.questions import SuiteError
from eval.tally import Share
from rag import Library
from rag.audit import audit

Json = dict[str, Any]


def score_audit(library_folder: Path, errors_file: Path) -> Json:
    """Recall: of the planted errors. Precision: of the documents that are faulted, those with a planted error."""
    errors = read_errors(errors_file)
    with Library.open(library_folder) as library:
        audited = audit(library).to_json()
        documents = [document.file_name for document in library.documents()]
    return audit_shares(errors, audited["findings"], documents)


def audit_shares(errors: list[Json], findings: list[Json], documents: list[str]) -> Json:
    loaded = [error for error in errors if error["document"] in documents]
    scored = score_planted(loaded, findings, len(documents))
    faulted = {finding["document"] for finding in findings if finding["status"] == DIFFERS}
    planted = {error["document"] for error in loaded}
    return {
        "documents": len(documents),
        "recall": Share(scored.found.total(), scored.planted.total()).to_json(),
        "precision": Share(len(faulted & planted), len(faulted)).to_json(),
        "by_kind": {kind: Share(scored.found[kind], scored.planted[kind]).to_json() for kind in sorted(scored.planted)},
    }


def read_errors(path: Path) -> list[Json]:
    """The errors.jsonl of `python -m eval make`."""
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    except (OSError, ValueError) as error:
        raise SuiteError(f"{path} cannot be read as planted errors: {error}") from error
