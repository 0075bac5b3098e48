"""Checks that run in the server's environment, which has argilla-server and no pytest: ``unittest`` cases in ``check_*.py``."""

# First of all, as in the server's own processes: it chooses the engine before argilla_server reads its settings.
import emosapp_argilla  # noqa: F401
