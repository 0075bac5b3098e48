"""Recipes: what cannot be meant is told with the dataset's name, all of it at once."""

from pathlib import Path

import pytest

from emosapp_data.config.mixture import load_mixture
from emosapp_data.errors import InputError
from tests.conftest import ROOT
from tests.emosapp_data.release.mixture.mixing import recipe


def complaint(path: Path, *without: str) -> list[str]:
    with pytest.raises(InputError) as error:
        load_mixture(path, without)
    return [line.removeprefix(f"{path}: ") for line in str(error.value).splitlines()]


def test_every_mistake_is_told_on_a_line_of_its_own_with_the_name_of_the_dataset(tmp_path):
    path = recipe(
        tmp_path,
        {"name": "esconv", "weight": 0, "cap": 0},
        {"name": "pairs", "configuration": "chat", "wieght": 2, "hold": ["sorrow"]},
        {"weight": 1},
        language="English",
    )
    found = complaint(path)
    starts = [
        "datasets.esconv.weight: ",
        "datasets.esconv.cap: ",
        "datasets.pairs.configuration: ",
        "datasets.pairs.hold.0: ",
        "datasets.pairs.wieght: ",
        "datasets.entry 3.name: ",
        "language: ",
    ]
    assert sorted(line.partition(": ")[0] + ": " for line in found) == sorted(starts)


@pytest.mark.parametrize(
    ("datasets", "fields", "without", "told"),
    [
        (["own", "own"], {}, (), "datasets: own given twice; one entry with a weight of 2 repeats a dataset"),
        (["own", "mixed"], {}, (), "name: mixed is one of its datasets; the mixture needs a name of its own"),
        (["own", "other"], {}, ("esconv",), "without: esconv not in the recipe; there is own, other"),
        (["own"], {}, ("own",), "without: nothing is left of the recipe"),
        (["own", "other"], {"without": ["own"]}, ("other",), "without: nothing is left of the recipe"),
        ([], {}, (), "datasets: none is named, and there is nothing to mix"),
    ],
)
def test_what_contradicts_itself_is_refused(tmp_path, datasets, fields, without, told):
    assert complaint(recipe(tmp_path, *datasets, **fields), *without) == [told]


def test_a_file_that_is_no_recipe_is_named(tmp_path):
    path = tmp_path / "recipe.yaml"
    assert complaint(path) == ["no such file"]
    path.write_text("- knowledge\n")
    assert complaint(path) == ["a configuration is a mapping of names to values"]
    path.write_text("datasets: [")
    assert "not readable as YAML" in complaint(path)[0]


def test_the_command_line_adds_to_what_the_recipe_goes_without(tmp_path):
    path = recipe(tmp_path, "one", "two", "three", without=["two"])
    assert load_mixture(path, ("one", "two", "one")).without == ("two", "one")
    assert [each.name for each in load_mixture(path, ("one",)).used] == ["three"]


def test_the_recipe_of_the_paper_is_one():
    found = load_mixture(ROOT / "recipes" / "paper-mixture.yaml", ("serveforemo",))
    assert [each.name for each in found.datasets] == ["knowledge", "esconv", "serveforemo"]
    assert all(each.how for each in found.datasets)
