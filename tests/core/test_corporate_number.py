"""The 13 digits of a corporation, and the ways its name is written."""

import pytest

from secunity.core.text.corporate_number import check_figure, is_corporate_number, read_corporate_number
from secunity.core.text.organisation_names import name_variants, without_legal_form

TAX_AGENCY = "7000012050002"


def test_number_of_the_tax_agency_is_one() -> None:
    assert is_corporate_number(TAX_AGENCY)
    assert check_figure(TAX_AGENCY[1:]) == 7


@pytest.mark.parametrize("figure", [each for each in "0123456789" if each != TAX_AGENCY[0]])
def test_wrong_check_figure_is_noticed(figure: str) -> None:
    assert not is_corporate_number(figure + TAX_AGENCY[1:])


@pytest.mark.parametrize("position", range(1, 12))
def test_neighbours_that_changed_places_are_noticed(position: int) -> None:
    figures = list(TAX_AGENCY)
    figures[position], figures[position + 1] = figures[position + 1], figures[position]
    swapped = "".join(figures)
    assert swapped == TAX_AGENCY or not is_corporate_number(swapped)


@pytest.mark.parametrize("text", ["", "700001205000", "70000120500021", "７００００１２０５０００２", "七000012050002"])
def test_what_is_no_thirteen_figures_is_no_number(text: str) -> None:
    assert not is_corporate_number(text)


@pytest.mark.parametrize(
    "typed", ["７００００１２０５０００２", "7-0000-1205-0002", "T7000012050002", " 7 0000 1205 0002 "]
)
def test_number_is_read_however_it_is_typed(typed: str) -> None:
    assert read_corporate_number(typed) == TAX_AGENCY


def test_name_is_also_known_without_its_form_and_with_the_short_one() -> None:
    found = name_variants("株式会社　あおば製作所", "カブシキガイシャアオバセイサクショ", "Aoba Works Co., Ltd.")
    for written in ("あおば製作所", "(株)あおば製作所", "あおば製作所(株)", "あおばせいさくしょ", "アオバセイサクショ"):
        assert written in found
    assert "Aoba Works" in found
    assert len(found) == len(set(found))


def test_name_without_a_form_stays_one_name() -> None:
    assert name_variants("架空てらす工科大学") == ["架空てらす工科大学"]


def test_name_that_is_nothing_but_a_form_is_not_emptied() -> None:
    assert without_legal_form("株式会社") == "株式会社"


def test_word_that_begins_like_a_form_is_left_alone() -> None:
    assert without_legal_form("Coconut Coop") == "Coconut Coop"
