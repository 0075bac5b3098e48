"""The templates of the pages that people read."""

from jinja2 import Environment, PackageLoader, StrictUndefined, Template


def template(name: str) -> Template:
    """A template of this folder; an unknown name in it is an error, and what it inserts is no markup."""
    environment = Environment(
        loader=PackageLoader("emosapp_data.report", "."),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["thousands"] = lambda number: f"{number:,}"
    return environment.get_template(name)
