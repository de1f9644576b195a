"""What is computed of a household from its active members, and of a home from who lives there."""

from hub.derived.expression import Expression

OF_HOUSEHOLDS = {
    "household_phone": Expression(
        "(select m.mobile_mask from hub_resident m where m.id = h.head_resident_id)", ("h",)
    ),
    "household_size": Expression(
        """(select count(*) from hub_resident m
            where m.household_id = h.id and m.record_status not in ('3', '4'))""",
        ("h",),
    ),
    # Who has a home here lives here, though nobody has told yet where the person is registered.
    "household_present_count": Expression(
        """(select count(*) from hub_resident m
            where m.household_id = h.id and m.record_status not in ('3', '4')
            and m.dwelling_id is not null and m.residence_type is distinct from '2')""",
        ("h",),
    ),
    "household_labour_count": Expression(
        """(select count(*) from hub_resident m
            where m.household_id = h.id and m.record_status not in ('3', '4')
            and hub_working_age(m.birth_date, m.sex, m.retire_age_category, {day}))""",
        ("h",),
    ),
    "household_employed_count": Expression(
        """(select count(*) from hub_resident m
            join hub_c05_employment e on e.subject_id = m.id and e.emp_status = '1'
            where m.household_id = h.id and m.record_status not in ('3', '4'))""",
        ("h",),
    ),
    "is_zero_employment": Expression(
        """(select count(*) filter (where hub_working_age(
                m.birth_date, m.sex, m.retire_age_category, {day})) > 0
            and count(*) filter (where e.emp_status = '1') = 0
            and count(*) filter (where e.emp_status = '2') > 0
            from hub_resident m left join hub_c05_employment e on e.subject_id = m.id
            where m.household_id = h.id and m.record_status not in ('3', '4'))""",
        ("h",),
    ),
    "household_income_pc": Expression(
        """round(h.household_income_month / nullif((select count(*) from hub_resident m
            where m.household_id = h.id and m.record_status not in ('3', '4')), 0), 2)""",
        ("h",),
    ),
    # The home lived in counts when it is the household's own or a rented public one.
    "household_area_pc": Expression(
        """round((select p.hp_area from hub_c03_property p
            where p.subject_id = h.household_dwelling_id
            and p.hp_tenure in ('01', '02', '03', '04', '06', '07'))
            / nullif((select count(*) from hub_resident m
            where m.household_id = h.id and m.record_status not in ('3', '4')), 0), 2)""",
        ("h",),
    ),
    "is_elderly_only": Expression(
        """(select count(*) > 0 and count(*) = count(*) filter (
                where hub_age(m.birth_date, {day}) >= 60)
            from hub_resident m
            where m.household_id = h.id and m.record_status not in ('3', '4')
            and m.residence_type in ('1', '3', '4', '5'))""",
        ("h",),
    ),
}

OF_DWELLINGS = {
    "occupant_count": Expression(
        """(select count(*) from hub_resident m
            where m.dwelling_id = d.id and m.record_status not in ('3', '4')
            and m.residence_type is distinct from '2')""",
        ("d",),
    ),
    "urban_rural_class": Expression(
        """(select u.urban_rural_class from hub_urban_rural u
            where u.community = d.dwelling_community)""",
        ("d",),
    ),
}
