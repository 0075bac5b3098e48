"""The benchmarks that are known: the names of their files, their licences, and lm-eval's own tasks for them."""

from typing import NamedTuple

from emosapp_data.errors import InputError


class Known(NamedTuple):
    """A benchmark."""

    name: str
    """What it is called here."""
    title: str
    """What its authors call it."""
    files: tuple[str, ...]
    """How names of its files begin, in lower case and with underscores, the best first."""
    licence: str | None
    """Its licence as an SPDX expression, as far as it is stated where the file is usually taken from."""
    task: str | None
    """lm-eval's own task for it, whose data comes from the Hub."""
    choices: tuple[str, ...] = ()
    """What is chosen among, where the file does not say; the answer 0 or false is the first."""


BENCHMARKS = {
    each.name: each
    for each in (
        Known("mhqa", "MHQA", ("mhqa",), None, None),
        Known("dreaddit", "Dreaddit", ("dreaddit_test", "dreaddit"), None, None, ("not stressed", "stressed")),
        Known("arc_challenge", "ARC-Challenge", ("arc_challenge",), "ODC-By-1.0", "arc_challenge"),
        Known("arc_easy", "ARC-Easy", ("arc_easy",), "ODC-By-1.0", "arc_easy"),
        Known("boolq", "BoolQ", ("boolq",), "ODC-By-1.0", "boolq", ("no", "yes")),
        Known("hellaswag", "HellaSwag", ("hellaswag",), None, "hellaswag"),
        Known("openbookqa", "OpenBookQA", ("openbookqa",), "ODC-By-1.0", "openbookqa"),
        Known("piqa", "PIQA", ("piqa",), "ODC-By-1.0", "piqa"),
        Known(
            "social_iqa", "SocialIQA", ("social_i_qa", "social_iqa", "socialiqa", "siqa"), "ODC-By-1.0", "social_iqa"
        ),
        Known("winogrande", "WinoGrande", ("winogrande",), "ODC-By-1.0", "winogrande"),
        Known("commonsenseqa", "CommonsenseQA", ("commonsenseqa", "commonsense_qa", "csqa"), None, "commonsense_qa"),
        Known(
            "mmlu_high_school_psychology",
            "MMLU, high school psychology",
            ("high_school_psychology_test", "mmlu_high_school_psychology"),
            "MIT",
            "mmlu_high_school_psychology",
        ),
        Known(
            "mmlu_professional_psychology",
            "MMLU, professional psychology",
            ("professional_psychology_test", "mmlu_professional_psychology"),
            "MIT",
            "mmlu_professional_psychology",
        ),
        Known("truthfulqa", "TruthfulQA", ("truthfulqa", "truthful_qa"), None, "truthfulqa_mc1"),
    )
}
"""In the order of reports."""
GENERAL = (
    "arc_challenge", "arc_easy", "boolq", "hellaswag", "openbookqa", "piqa", "social_iqa", "winogrande", "commonsenseqa",
)  # fmt: skip
"""The nine general benchmarks. The paper has nine and does not name them: these are ours."""


def known(name: str) -> Known:
    """A benchmark by its name.

    Raises:
        InputError: there is none of this name.
    """
    if name not in BENCHMARKS:
        raise InputError(f"no benchmark {name!r}; there is {', '.join(BENCHMARKS)}")
    return BENCHMARKS[name]
