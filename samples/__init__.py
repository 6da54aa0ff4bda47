"""Small disclosures to try the program with: published figures, our own sentences, our own typesetting.

`python -m samples.build` makes the PDFs in `documents/` from the data files in `data/`; see README.md there.
"""

from __future__ import annotations

from pathlib import Path

DOCUMENTS = Path(__file__).parent / "documents"


def sample_files() -> list[Path]:
    """The built PDFs, ready to be ingested."""
    return sorted(DOCUMENTS.glob("*.pdf"))
