"""`emosapp evaluate`: what a model scores, how its answers are judged, and whether differences are more than chance."""

import typer

evaluate = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Measure models on benchmarks, judge their answers, and compare them.",
)
