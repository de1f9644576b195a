"""What is computed of a category's facts."""

from hub.derived.expression import Expression

OF_CATEGORIES = {
    "hk_is_local": Expression(
        "left(r.hukou_division, 6) = left(coalesce(r.community_code, r.registered_community), 6)",
        ("r",),
    ),
    # Equal addresses match though one is written from the province and one from the road; within
    # one community also though only one names the estate, since a building is known by its number.
    "hk_match": Expression(
        """case
            when hub_plain_address(r.hukou_address) is null
                or hub_plain_address(d.std_address) is null then case
                when r.registered_community <> r.community_code then '2' else '9' end
            when right(hub_plain_address(r.hukou_address),
                length(hub_plain_address(d.std_address))) = hub_plain_address(d.std_address)
                or right(hub_plain_address(d.std_address),
                length(hub_plain_address(r.hukou_address))) = hub_plain_address(r.hukou_address)
                or r.registered_community = r.community_code
                and hub_ends_in_home(r.hukou_address, d.address_key, d.building_no)
                then '1'
            else '2'
        end""",
        ("r", "d"),
    ),
    "fp_endorse_due": Expression("(c02.fp_endorse_date + interval '1 year')::date", ("c02",)),
    "fp_half_year": Expression(
        "(c02.fp_register_date + interval '6 months')::date <= {day}", ("c02",)
    ),
    "hp_is_rental": Expression("c03.hp_use = '2'", ("c03",)),
    "emp_diff_flag": Expression(
        "c05.emp_diff_date is not null and coalesce(c05.emp_diff_valid_to >= {day}, false)",
        ("c05",),
    ),
    "emp_4050": Expression(
        """(r.sex = '2' and hub_age(r.birth_date, {day}) >= 40
            or r.sex = '1' and hub_age(r.birth_date, {day}) >= 50)
            and hub_working_age(r.birth_date, r.sex, r.retire_age_category, {day})""",
        ("r",),
    ),
    # At most 36 months; who was recognised within five years of retirement runs on to it. Nobody
    # runs past it.
    "emp_subsidy_left": Expression(
        """greatest(0, case
            when hub_retire_number(r.birth_date, hub_retire_category(r.sex, r.retire_age_category))
                - hub_month_number(c05.emp_diff_date) <= 60
            then hub_retire_number(r.birth_date, hub_retire_category(r.sex, r.retire_age_category))
                - hub_month_number({day})
            else least(36 - coalesce(c05.emp_subsidy_used, 0), hub_retire_number(
                r.birth_date, hub_retire_category(r.sex, r.retire_age_category))
                - hub_month_number({day}))
        end)""",
        ("r", "c05"),
    ),
    "si_cert_due": Expression("(c06.si_cert_date + interval '12 months')::date", ("c06",)),
    "mi_uncovered": Expression(
        """coalesce(r.record_status not in ('3', '4') and r.residence_type in ('1', '3', '4', '5'),
            false) and c07.mi_status is distinct from '1'""",
        ("r", "c07"),
    ),
    "rt_flag": Expression(
        """coalesce(c06.si_pension_type = '110', false) and c06.si_benefit_start is not null
            and r.alive_status is distinct from '2'""",
        ("r", "c06"),
    ),
    "rt_last_visit": Expression(
        """(select max(v.effective_date) from hub_event v
            where v.resident_id = r.id and v.kind = 'service' and v.code in ('06', '08', '09')
            and v.effective_date <= {day})""",
        ("r",),
    ),
    "el_is60": Expression("hub_age(r.birth_date, {day}) >= 60", ("r",)),
    "el_is65": Expression("hub_age(r.birth_date, {day}) >= 65", ("r",)),
    "el_is80": Expression("hub_age(r.birth_date, {day}) >= 80", ("r",)),
    "el_allow_band": Expression(
        """case
            when hub_age(r.birth_date, {day}) >= 100 then '100'
            when hub_age(r.birth_date, {day}) >= 90 then '90'
            when hub_age(r.birth_date, {day}) >= 80 then '80'
        end""",
        ("r",),
    ),
    "hf_childbearing": Expression(
        "r.sex = '2' and hub_age(r.birth_date, {day}) between 15 and 49", ("r",)
    ),
    # The 31 August of the school year that runs on the day.
    "ed_compulsory": Expression(
        """hub_age(r.birth_date, make_date(
            extract(year from {day} - interval '8 months')::int, 8, 31)) between 6 and 14""",
        ("r",),
    ),
    "va_key": Expression(
        """coalesce(c15.va_type in ('05', '07', '08', '09', '10', '11')
            and c15.va_status = '3', false)""",
        ("c15",),
    ),
    "pv_member": Expression("r.political_status in ('01', '02')", ("r",)),
    "gg_last_contact": Expression(
        """(select max(v.effective_date) from hub_event v
            where v.resident_id = r.id and v.kind = 'service' and v.effective_date <= {day})""",
        ("r",),
    ),
    # A demand opens by a service event `demand` and closes by `demand_closed`.
    "gg_demand_open": Expression(
        """(select greatest(0, coalesce(sum(case v.code when 'demand' then v.count
                when 'demand_closed' then -v.count end), 0))::int
            from hub_event v where v.resident_id = r.id and v.kind = 'service'
            and v.code in ('demand', 'demand_closed') and v.effective_date <= {day})""",
        ("r",),
    ),
}
