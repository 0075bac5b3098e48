"""Typeset feeling-and-coping.pdf from the Typst source beside this script.

Needs the ``typst`` package (``pip install typst``), which brings the typesetter and the
fonts with it. Only those fonts are used, so the same version of the package gives the same
bytes on every machine.

SPDX-License-Identifier: AGPL-3.0-or-later
"""

from pathlib import Path

import typst

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "feeling-and-coping.typ"


def typeset(source: Path = SOURCE) -> Path:
    """Compile ``source`` to a PDF of the same name and return the path of the PDF."""
    target = source.with_suffix(".pdf")
    typst.compile(source, output=target, root=source.parent, ignore_system_fonts=True)
    return target


if __name__ == "__main__":
    print(typeset())
