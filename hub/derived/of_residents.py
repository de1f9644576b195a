"""What is computed of a person."""

from hub.derived.expression import Expression

OF_RESIDENTS = {
    "age": Expression("hub_age(r.birth_date, {day})", ("r",)),
    "age_band": Expression(
        """case
            when hub_age(r.birth_date, {day}) >= 100 then '100'
            when hub_age(r.birth_date, {day}) >= 90 then '090'
            when hub_age(r.birth_date, {day}) >= 80 then '080'
            when hub_age(r.birth_date, {day}) >= 65 then '065'
            when hub_age(r.birth_date, {day}) >= 60 then '060'
            when hub_age(r.birth_date, {day}) >= 50 then '050'
            when hub_age(r.birth_date, {day}) >= 35 then '035'
            when hub_age(r.birth_date, {day}) >= 18 then '018'
            when hub_age(r.birth_date, {day}) >= 14 then '014'
            when hub_age(r.birth_date, {day}) >= 6 then '006'
            when hub_age(r.birth_date, {day}) >= 3 then '003'
            when hub_age(r.birth_date, {day}) >= 0 then '000'
        end""",
        ("r",),
    ),
    "statutory_retire_date": Expression(
        "hub_month_text(hub_retire_number("
        "r.birth_date, hub_retire_category(r.sex, r.retire_age_category)))",
        ("r",),
    ),
    "is_past_retire_age": Expression(
        "hub_past_retirement(r.birth_date, r.sex, r.retire_age_category, {day})", ("r",)
    ),
    "is_working_age": Expression(
        "hub_working_age(r.birth_date, r.sex, r.retire_age_category, {day})", ("r",)
    ),
    "is_under14": Expression("hub_age(r.birth_date, {day}) < 14", ("r",)),
}
