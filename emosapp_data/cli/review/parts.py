"""What the commands of review need beyond the core."""

from importlib.util import find_spec

NEEDED = ("argilla", "httpx", "PIL", "platformdirs", "psutil")


def need_annotation() -> None:
    """See that the optional packages of review are installed.

    Raises:
        MissingPartError: they are not; with the command that installs them.
    """
    from emosapp_data.errors import MissingPartError  # noqa: PLC0415

    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise MissingPartError(
            f"'emosapp review' needs {', '.join(missing)}, not installed here: pip install 'emosapp-data[annotation]'"
        )
