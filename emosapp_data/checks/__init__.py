"""Checks of candidate pairs, one a file."""

from collections.abc import Sequence

from emosapp_data.checks.base import Check
from emosapp_data.checks.complete import Complete
from emosapp_data.checks.contaminated import Contaminated
from emosapp_data.checks.exact_duplicate import ExactDuplicate
from emosapp_data.checks.grounded import Grounded
from emosapp_data.checks.language import Language
from emosapp_data.checks.leaked_answer import LeakedAnswer
from emosapp_data.checks.length import Length
from emosapp_data.checks.licence import Licence
from emosapp_data.checks.off_question import OffQuestion
from emosapp_data.checks.personal_data import PersonalData
from emosapp_data.checks.self_contained import SelfContained
from emosapp_data.checks.sensitive import Sensitive
from emosapp_data.checks.supported import Supported
from emosapp_data.checks.vague import Vague
from emosapp_data.checks.well_formed import WellFormed
from emosapp_data.config import ChecksConfig
from emosapp_data.contamination import Benchmark

__all__ = ["Check", "ExactDuplicate", "all_checks"]


def all_checks(config: ChecksConfig, benchmarks: Sequence[Benchmark] = ()) -> list[Check]:
    """The checks of single pairs, in the order in which they judge; against benchmarks where there are any."""
    checks: list[Check] = [
        Licence(),
        WellFormed(),
        SelfContained(),
        Grounded(),
        Supported(config.most_new),
        LeakedAnswer(config.least_new),
        Vague(),
        OffQuestion(),
        Complete(),
        Length(config.length),
        Language(config.language),
        PersonalData(config.language),
        Sensitive(config.language),
    ]
    return [*checks, Contaminated(benchmarks)] if benchmarks else checks
