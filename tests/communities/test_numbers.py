import pytest

from communities.numbers import number_told


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("", 0), ("x", 0), ("-1", 0), ("²", 0), ("٣", 0), ("9" * 30, 0), ("9" * 5000, 0)],
)
def test_only_plain_digits_of_a_length_a_column_holds_are_a_number(text, number):
    assert number_told(text) == number


def test_any_other_text_is_what_the_caller_says():
    assert number_told("many", 50) == 50
