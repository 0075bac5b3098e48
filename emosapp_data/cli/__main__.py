"""`python -m emosapp_data.cli`, as launchers of several processes call it."""

from emosapp_data.cli import main

main()
