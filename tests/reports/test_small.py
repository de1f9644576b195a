import pytest

from communities.actor import system_actor
from reports.catalogue import definition, read_definition
from reports.selectors.small import HIDDEN, hide, rows_to_hide, shown_together
from tests.communities.make import an_actor
from tests.reports.make import BRIDGE, RIVER, STREET

R01, R03 = definition("R01"), definition("R03")


def test_only_rows_that_read_the_most_sensitive_fields_are_hidden():
    head = an_actor(("STREET_HEAD", STREET))

    assert rows_to_hide(R03, head, RIVER) == {"10", "11"}
    assert rows_to_hide(R01, head, RIVER) == set()


def test_the_owners_of_the_line_and_the_secretary_see_exactly():
    for actor in (an_actor(("STREET_LINE", STREET, "labour")), an_actor(("SEC", RIVER)),
                  system_actor("clock")):  # fmt: skip
        assert rows_to_hide(R03, actor, RIVER) == set()


def test_one_hidden_part_takes_a_second_with_it():
    total, parts = hide(12, {"a": 2, "b": 7, "c": 3, "d": 0})

    assert total == 12
    assert parts == {"a": HIDDEN, "b": 7, "c": HIDDEN, "d": 0}


def test_two_hidden_parts_hide_each_other():
    assert hide(5, {"a": 2, "b": 1, "c": 2})[1] == {"a": HIDDEN, "b": HIDDEN, "c": HIDDEN}


def test_a_small_sum_is_hidden_itself():
    assert hide(2, {"a": 2, "b": 0}) == (HIDDEN, {"a": HIDDEN, "b": 0})


def test_a_sum_and_its_parts_are_hidden_side_by_side():
    figures = {one.row: {"month": 9, "ytd": None} for one in R03.indicators}
    small = {**figures, "10": {"month": 1, "ytd": None}}

    _total, parts = shown_together(
        R03, an_actor(("STREET_HEAD", STREET)), STREET[:9], figures,
        {RIVER: small, BRIDGE: figures},
    )  # fmt: skip

    assert parts[RIVER]["10"]["month"] == HIDDEN
    assert parts[BRIDGE]["10"]["month"] == HIDDEN
    assert parts[BRIDGE]["09"]["month"] == 9


@pytest.mark.parametrize(
    "formula",
    ["stock(RES, el_ability=3)", "sum(el_allow_amount, stock(RES, el_ability=3))",
     "hh(any member el_ability=3)"],
)  # fmt: skip
def test_a_sum_and_a_household_are_as_sensitive_as_the_members_they_read(formula):
    asked = read_definition(
        'code = "T01"\ntitle = "试表"\nline = "x"\ncolumns = ["total"]\n'
        f'[[indicators]]\nrow = "01"\nlabel = "01"\nformula = "{formula}"'
    )

    assert rows_to_hide(asked, an_actor(("STREET_HEAD", STREET)), RIVER) == {"01"}
