-- At most one living head per household: a second claim is not believed (it stays a quality finding).
with told as (
    select d.subject, d.n,
           case when d.k_household_id in (1, 2, 3) then d.n_household_id else d.o_household_id end as home,
           case when d.k_relation_to_head in (1, 2, 3) then d.n_relation_to_head
                else d.o_relation_to_head end as relation,
           case when d.k_alive_status in (1, 2, 3) then d.n_alive_status else d.o_alive_status end as alive
    from delta d
), claims as (
    select *, row_number() over (
        partition by home order by (select r.relation_to_head = '02' and r.household_id = home
                                    from hub_resident r where r.id = told.subject) desc nulls last, n) as turn
    from told
    where relation = '02' and home is not null and alive is distinct from '2'
), losers as (
    select c.subject from claims c
    where c.turn > 1 or exists (
        select 1 from hub_resident r
        where r.household_id = c.home and r.relation_to_head = '02' and r.record_status in ('1', '5')
          and not exists (select 1 from delta x where x.subject = r.id))
)
update delta d
set n_relation_to_head = null,
    k_relation_to_head = case when d.o_relation_to_head = '02' then 2 else 0 end
from losers l where l.subject = d.subject;
