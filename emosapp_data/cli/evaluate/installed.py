"""Whether what evaluation needs is installed."""

from importlib.util import find_spec

NEEDED = ("lm_eval", "scipy", "torch", "transformers")


def check_installed(*needed: str) -> None:
    """See that the libraries are there, before anything is read.

    Args:
        needed: which; all of evaluation's where none is named

    Raises:
        MissingPartError: one is not.
    """
    from emosapp_data.errors import MissingPartError  # noqa: PLC0415

    if missing := [name for name in needed or NEEDED if find_spec(name) is None]:
        raise MissingPartError(
            f"{', '.join(missing)} not installed, which evaluation needs; install with: pip install 'emosapp-data[evaluation]'"
        )
