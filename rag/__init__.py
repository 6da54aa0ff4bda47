"""Questions to checked answers over a library of disclosures."""

from rag.library import Library

__all__ = ["Library"]
