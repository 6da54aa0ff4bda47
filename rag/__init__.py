"""Questions to checked answers over a library of disclosures."""
