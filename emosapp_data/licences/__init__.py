"""Licences: the terms of a release, from those of its sources, and the texts that credit the sources."""

from emosapp_data.licences.citing import Citable, attribution, credit
from emosapp_data.licences.expression import forbids_derivatives
from emosapp_data.licences.terms import Licensed, Terms, combine

__all__ = ["Citable", "Licensed", "Terms", "attribution", "combine", "credit", "forbids_derivatives"]
