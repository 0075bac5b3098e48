"""`emosapp evaluate`: what a model scores, how its answers are judged, and whether differences are more than chance."""

import typer

from emosapp_data.cli.evaluate.answers import answers
from emosapp_data.cli.evaluate.compare import compare
from emosapp_data.cli.evaluate.judge import judge
from emosapp_data.cli.evaluate.report import report
from emosapp_data.cli.evaluate.run import run
from emosapp_data.cli.evaluate.safety import safety

evaluate = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Measure models on benchmarks, judge their answers, and compare them.",
)
evaluate.command()(run)
evaluate.command()(answers)
evaluate.command()(judge)
evaluate.command()(compare)
evaluate.command()(report)
evaluate.command()(safety)
