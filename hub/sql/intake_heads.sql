-- At most one living head per household: a second claim is not believed (it stays a quality finding).
with claims as (
    select d.subject, d.n, h.home, d.o_relation_to_head = '02' and d.o_household_id = h.home as sitting
    from delta d
    cross join lateral (
        select case when d.k_household_id in (1, 2, 3) then d.n_household_id else d.o_household_id end as home
    ) h
    where h.home is not null
      -- a head whose death was recorded wrongly lives again beside whoever has become head since
      and (d.k_household_id in (1, 2, 3) or d.k_relation_to_head in (1, 2, 3) or d.k_record_status in (1, 2, 3))
      and case when d.k_relation_to_head in (1, 2, 3) then d.n_relation_to_head else d.o_relation_to_head end = '02'
      and case when d.k_alive_status in (1, 2, 3) then d.n_alive_status else d.o_alive_status end is distinct from '2'
), turns as (
    select *, row_number() over (partition by home order by sitting desc nulls last, n) as turn from claims
), losers as (
    select subject from turns where turn > 1
    union
    select t.subject
    from turns t
    cross join lateral (
        select id from hub_resident
        where household_id = t.home and relation_to_head = '02' and record_status in ('1', '5')
          and household_id is not null and id <> t.subject offset 0
    ) sitting
    where sitting.id not in (
        select subject from delta where k_household_id in (1, 2, 3) or k_relation_to_head in (1, 2, 3))
)
update delta d
set n_relation_to_head = null, d_relation_to_head = false,
    k_relation_to_head = case when d.o_relation_to_head = '02' then 2 else 0 end
from losers l where l.subject = d.subject;
