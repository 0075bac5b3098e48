"""Whether what evaluation needs is installed."""

from importlib.util import find_spec

NEEDED = ("lm_eval", "scipy", "torch", "transformers")


def check_installed() -> None:
    """See that the libraries are there, before anything is read.

    Raises:
        MissingPartError: one is not.
    """
    from emosapp_data.errors import MissingPartError  # noqa: PLC0415

    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise MissingPartError(
            f"{', '.join(missing)} not installed, which evaluation needs; install with: pip install 'emosapp-data[evaluation]'"
        )
