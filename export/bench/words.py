"""Figures in words, for a terminal or a README."""

from export.bench.figures import Figures, Spread

MIB = 1 << 20


def rows(figures: Figures) -> list[tuple[str, str]]:
    """Each figure's name, and its median with the smallest and the largest."""
    prompt, answer = figures.prompt_tokens, figures.answer_tokens
    found = [
        ("size", f"{figures.size / MIB:,.1f} MiB"),
        ("load, to the first token", _spread(figures.load_seconds, "s", 2)),
        (f"prefill of {prompt} tokens, first", _spread(figures.first_prefill, "tokens/s")),
        (f"prefill of {prompt} tokens, warm", _spread(figures.warm_prefill, "tokens/s")),
        (f"decode of {answer} tokens", _spread(figures.decode, "tokens/s", 1)),
    ]
    for name, memory in (
        ("peak memory, runtime alone", figures.runtime_memory),
        ("Python and its libraries", figures.python_memory),
        ("peak memory of the process", figures.process_memory),
    ):
        if memory is not None:
            found.append((name, _spread(_in_mib(memory), "MiB")))
    return found


def conditions(figures: Figures) -> str:
    """How the figures came about, in a line."""
    threads = f"{figures.threads} thread{'s' if figures.threads > 1 else ''}"
    busy = "" if figures.load is None or figures.load < 0.2 else f"; busy before: load {figures.load:.1f} a core"
    return (
        f"{figures.engine}, {figures.machine}, {threads}, context {figures.context}; median of {figures.repetitions} "
        f"processes, least to most{busy}"
    )


def _spread(spread: Spread, unit: str, digits: int = 0) -> str:
    if spread.least == spread.most:
        return f"{spread.median:,.{digits}f} {unit}"
    return f"{spread.median:,.{digits}f} {unit} ({spread.least:,.{digits}f} to {spread.most:,.{digits}f})"


def _in_mib(spread: Spread) -> Spread:
    return Spread(median=spread.median / MIB, least=spread.least / MIB, most=spread.most / MIB)
