"""Records, ledger, generation, checks, releases, pipeline and command line of the EmoSApp data toolkit.

`emosapp_data.load("knowledge", version=">=1.1,<2")` loads a released dataset.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emosapp_data.release.load import load

__all__ = ["__version__", "load"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import what is heavy when it is first asked for, so that importing the package stays quick."""
    if name == "load":
        from emosapp_data.release.load import load  # noqa: PLC0415

        return load
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
