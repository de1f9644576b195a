-- What the door itself keeps of a person: places, record state, memberships, quality flags.
-- The told table is what the source tells beside what is held, with the columns named in intake.core.
create temporary table delta on commit drop as
select
    v.*,
    case when v.n_community_code is not distinct from v.o_community_code then 0 else v.derived_k end as k_community_code,
    case when v.n_street_code is not distinct from v.o_street_code then 0 else v.derived_k end as k_street_code,
    case when v.n_grid_code is not distinct from v.o_grid_code then 0 else v.derived_k end as k_grid_code,
    case when v.n_residence_address is not distinct from v.o_residence_address then 0 else v.derived_k end as k_residence_address,
    case when v.n_residence_type is not distinct from v.o_residence_type then 0 else v.derived_k end as k_residence_type,
    case when v.n_registered_community is not distinct from v.o_registered_community then 0 else v.derived_k end as k_registered_community,
    case when v.n_record_status is not distinct from v.o_record_status then 0 else v.derived_k end as k_record_status,
    case when v.n_dq_flags is not distinct from v.o_dq_flags then 0 else v.derived_k end as k_dq_flags,
    case when v.n_verified_at is not distinct from v.o_verified_at then 0 else v.derived_k end as k_verified_at,
    case when v.n_name_pinyin is not distinct from v.o_name_pinyin then 0 else v.derived_k end as k_name_pinyin,
    case when v.n_record_status in ('3', '4') then null else v.n_registered_community end as n_member_reg,
    case when v.n_record_status in ('3', '4') then null else v.n_community_code end as n_member_res,
    coalesce(v.n_grid_code, v.n_community_code, v.n_registered_community) as n_scope,
    coalesce(v.o_community_code, v.o_registered_community) as community_before,
    coalesce(v.n_community_code, v.n_registered_community) as community_after
from (
    select
        u.*,
        case
            when u.n_community_code is null and u.n_registered_community is null then null
            when u.n_community_code = u.n_registered_community then '1'
            when u.n_community_code is null and u.collective and u.dwelt is null and not exists (
                select 1 from hub_event e where e.resident_id = u.subject and e.member_set = 'RES') then '6'
            when u.n_community_code is null then '2'
            when u.abroad then '5'
            when u.division is null then null
            when left(u.division, 4) = %(city)s then '3'
            else '4'
        end as n_residence_type,
        case
            when u.o_record_status = '4' then '4'
            when u.dead then '3'
            when u.n_community_code is null and u.n_registered_community is null and not u.fresh
                 and (u.o_community_code is not null or u.o_registered_community is not null
                      or u.o_record_status = '2') then '2'
            when u.o_record_status = '5' then '5'
            else '1'
        end as n_record_status
    from (
        select
            t.*,
            left(t.n_community_code, 9) as n_street_code,
            case
                -- a leaving told again has no second effect on who has come back since
                when t.unregistered and not exists (
                    select 1 from hub_event e
                    where e.resident_id = t.subject and e.member_set = 'REG' and e.sign = -1
                        and e.effective_date = t.reg_out) then null
                -- who has left and registers again later is back, though the division reads as before
                when t.k_hukou_division not in (1, 2, 3) and not (t.moved and t.registered_loosely)
                    and not (t.o_registered_community is null and t.reg_in is not null and t.p_hukou_division
                        and coalesce(t.reg_in > (
                            select max(e.effective_date) from hub_event e
                            where e.resident_id = t.subject and e.member_set = 'REG' and e.sign = -1), false))
                    then t.o_registered_community
                when t.community_of_division is not null then t.community_of_division
                when left(t.division, 6) = left(t.n_community_code, 6) then t.n_community_code
                when t.k_hukou_division in (1, 2, 3) then null
                else t.o_registered_community
            end as n_registered_community
        from (
            select
                d.*,
                f.division, f.dwelling, f.dead, f.abroad,
                case when d.fresh and d.on_day is null then 1 else 2 end as derived_k,
                w.dwelling_community as n_community_code,
                w.dwelling_grid as n_grid_code,
                w.std_address as n_residence_address,
                a.code as community_of_division,
                a.code is null and f.division is not null as registered_loosely,
                f.dwelling is distinct from d.o_dwelling_id as moved,
                coalesce(d.o_dwelling_id, f.dwelling) as dwelt,
                coalesce(h.household_type = '2', false) as collective,
                case when cardinality(d.flags) = 0 then d.o_dq_flags
                     else array(select distinct unnest(coalesce(d.o_dq_flags, '{}') || d.flags) order by 1)
                end as n_dq_flags,
                case when %(confirmed)s then greatest(d.o_verified_at, %(today)s) else d.o_verified_at end as n_verified_at,
                case when d.k_name in (1, 2, 3) then d.told_pinyin else d.o_name_pinyin end as n_name_pinyin
            from (:told) d
            cross join lateral (
                select
                    case when d.k_hukou_division in (1, 2, 3) then d.n_hukou_division else d.o_hukou_division end as division,
                    case when d.k_dwelling_id in (1, 2, 3) then d.n_dwelling_id else d.o_dwelling_id end as dwelling,
                    case when d.k_household_id in (1, 2, 3) then d.n_household_id else d.o_household_id end as household,
                    coalesce(case when d.k_alive_status in (1, 2, 3) then d.n_alive_status else d.o_alive_status end = '2', false) as dead,
                    coalesce(case when d.k_nationality in (1, 2, 3) then d.n_nationality else d.o_nationality end <> 'CHN', false)
                    or coalesce(case when d.k_id_type in (1, 2, 3) then d.n_id_type else d.o_id_type end
                        in ('414', '511', '516', '553', '901'), false) as abroad
                offset 0
            ) f
            left join lateral (
                select dwelling_community, dwelling_grid, std_address from hub_dwelling where id = f.dwelling offset 0
            ) w on true
            left join lateral (select household_type from hub_household where id = f.household offset 0) h on true
            left join lateral (
                select code from communities_area where code = f.division and level = 'community' offset 0
            ) a on true
            offset 0
        ) t
        offset 0
    ) u
    offset 0
) v;
