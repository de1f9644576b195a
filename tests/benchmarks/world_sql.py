"""The statements that make a world; parameters rows, first, communities, prefix, names."""

HOMES = """
create temporary table home_of on commit drop as
with places as (
    select prefix, row_number() over (order by prefix) - 1 as place, count(*) over () as many
    from (select prefix from communities_area where level = 'community' and prefix like %(prefix)s
          order by prefix limit %(communities)s) a
)
select i, %(first)s + i as id, p.prefix as community,
       (i %% 3000) / 60 + 1 || '栋' || i %% 3 + 1 || '单元' || i %% 20 + 1 || '0' || i %% 4 + 1
       || '-' || %(first)s + i as address
from generate_series(0, (%(rows)s - 1) / 3) i
join places p on p.place = i * p.many / ((%(rows)s + 2) / 3 + 1);
create unique index on home_of (i);
analyze home_of;
insert into hub_dwelling (id, dwelling_uid, std_address, building_no, room_no, dwelling_community,
    address_key, address_grams, scope, source, received_at, told, tags)
overriding system value
select id, gen_random_uuid(), address, split_part(address, '栋', 1), '101', community, address,
    array(select substr(address, n, 2) from generate_series(1, length(address) - 1) n), community,
    'NR_BDC', now(), '{}', '{}' from home_of;
insert into hub_household (id, household_uid, household_no, household_status, scope,
    household_dwelling_id, source, received_at, told, tags)
overriding system value
select id, gen_random_uuid(), 'H' || id, '1', community, id, 'PSB_HJ', now(), '{}', '{}'
from home_of
"""

PEOPLE = """
insert into hub_resident (id, resident_id, id_type, id_number_hash, id_number_mask,
    id_number_sealed, name, name_pinyin, name_grams, name_initials, sex, birth_date, ethnic_group,
    nationality, marital_status, education_level, hukou_division, hukou_type, registered_community,
    community_code, street_code, residence_type, residence_address, dwelling_id, household_id,
    relation_to_head, mobile_hash, mobile_mask, mobile_sealed, alive_status, record_status, scope,
    member_reg, member_res, source, received_at, told, tags)
overriding system value
select %(first)s + g.i, gen_random_uuid(), '111', sha256(('number' || %(first)s + g.i)::bytea),
    '420190********0000', '\\x01', n.name, n.pinyin, n.grams, n.initials, (1 + g.i %% 2)::text,
    date '1935-01-01' + (g.i::bigint * 7919 %% 33000)::int, '01', 'CHN', '20', '70',
    h.community, '1', h.community, h.community, left(h.community, 9), '1', h.address, h.id, h.id,
    case g.i %% 3 when 0 then '02' when 1 then '10' else '20' end,
    sha256(('phone' || %(first)s + g.i)::bytea), '138****0000', '\\x01', '1', '1', h.community,
    h.community, h.community, 'PSB_HJ', now(), '{}', '{}'
from generate_series(0, %(rows)s - 1) g(i)
join home_of h on h.i = g.i / 3
join name_of n on n.i = (g.i::bigint * 7 %% %(names)s)::int
order by g.i
"""

STEPS = """
insert into hub_event (kind, resident_id, member_set, sign, unit, code, effective_date, recorded_at,
    sex, birth_date, facts, count, persons, text, source, source_key, actor, operation)
select 'membership', r.id, s.name, 1, r.community_code, 'opening', '0001-01-01', now(), r.sex,
    r.birth_date, jsonb_build_object('residence_type', '1'), 1, 1, '', 'PSB_HJ', '', 'bench', ''
from hub_resident r cross join (values ('REG'), ('RES')) s(name)
where r.id >= %(first)s and r.id < %(first)s + %(rows)s
"""

PEOPLE_WITH_FACTS = (
    "from hub_resident where id >= %(first)s and id < %(first)s + %(rows)s and id %% 5 = 0"
)
VOICE = "source, received_at, told"
CATEGORIES = tuple(
    f"insert into {table} (subject_id, {columns}, {VOICE})"  # noqa: S608 - our own words
    f" select id, {values}, '{source}', now(), '{{}}' {PEOPLE_WITH_FACTS}"
    for table, columns, values, source in (
        ("hub_c01_hukou", "hk_register_date", "date '2001-03-01'", "PSB_HJ"),
        (
            "hub_c05_employment",
            "emp_status, emp_form, emp_register_date, emp_flex_content",
            "'1', '022', date '2020-05-01', '家政'",
            "EMP",
        ),
        (
            "hub_c06_social_insurance",
            "si_pension_type, si_pension_status, si_pension_months, si_flexible",
            "'110', '1', 120, true",
            "SI",
        ),
        (
            "hub_c07_medical_insurance",
            "mi_type, mi_status, mi_paid_year",
            "'310', '1', 2026",
            "HSA",
        ),
        ("hub_c10_elderly", "el_allow_status", "'1'", "MCA_YL"),
        ("hub_c14_education", "ed_school", "'小学'", "EDU"),
        ("hub_c18_grid", "gg_left_behind", "'1'", "ZZ"),
    )
)

CHANGES = """
insert into hub_change (xid, recorded_at, kind, subject_id, category, before, after, source, actor,
    operation, effective_date, community_after)
select (3 + (id - %(first)s) / 5000)::text::xid8,
    now() - interval '1 hour' + (id - %(first)s) * interval '1 ms', 'R', id, 'core_resident', '{}',
    jsonb_build_object('name', name, 'sex', sex, 'birth_date', birth_date,
        'community_code', community_code, 'residence_type', residence_type),
    'PSB_HJ', 'bench', '', '0001-01-01', community_code
from hub_resident where id >= %(first)s and id < %(first)s + %(rows)s order by id
"""

ANALYZE = (
    "vacuum (analyze) hub_resident",
    "vacuum (analyze) hub_event",
    "analyze hub_dwelling",
    "analyze hub_household",
    "analyze hub_change",
    "analyze",
)
