"""`python -m samples.build`: make the sample PDFs again after a change of their data.

Needs the font WenQuanYi Micro Hei (Debian: fonts-wqy-microhei; Apache-2.0, or GPL-3 with the font exception), of which
each PDF embeds the glyphs that it uses. Using the samples needs no font.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

from samples import DOCUMENTS
from samples.disclosure import load_all

FONT_FILE = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")


def main() -> int:
    if find_spec("reportlab") is None:
        print("Building samples needs reportlab: run 'python -m pip install reportlab'.", file=sys.stderr)
        return 1
    if not FONT_FILE.exists():
        print(f"{FONT_FILE} is missing: install it with 'sudo apt-get install fonts-wqy-microhei'.", file=sys.stderr)
        return 1
    from samples.typeset import typeset

    DOCUMENTS.mkdir(exist_ok=True)
    for disclosure in load_all():
        (DOCUMENTS / disclosure.file).write_bytes(typeset(disclosure, FONT_FILE))
        print(DOCUMENTS / disclosure.file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
