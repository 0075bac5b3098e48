"""Checks of candidate pairs, one a file."""

from emosapp_data.checks.base import Check
from emosapp_data.checks.exact_duplicate import ExactDuplicate
from emosapp_data.checks.grounded import Grounded
from emosapp_data.checks.language import Language
from emosapp_data.checks.length import Length
from emosapp_data.checks.licence import Licence
from emosapp_data.checks.self_contained import SelfContained
from emosapp_data.checks.well_formed import WellFormed
from emosapp_data.config import ChecksConfig

__all__ = ["Check", "ExactDuplicate", "all_checks"]


def all_checks(config: ChecksConfig) -> list[Check]:
    """The checks of single pairs, in the order in which they judge."""
    return [
        Licence(),
        WellFormed(),
        SelfContained(),
        Grounded(config.least_support),
        Length(config.length),
        Language(config.language),
    ]
