"""PyMuPDF without its layout analysis, which is not used here and takes 56 MB and a tenth of a second to load.

PyMuPDF 2.0 loads it along with itself where it can; told that it is not there, it goes on without.
"""

import sys

LAYOUT = "pymupdf.layout"

hidden = LAYOUT not in sys.modules
if hidden:
    sys.modules[LAYOUT] = None  # type: ignore[assignment] # how Python says that a module cannot be imported
try:
    import pymupdf
finally:
    if hidden:
        del sys.modules[LAYOUT]

__all__ = ["pymupdf"]
