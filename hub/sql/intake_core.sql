-- What the door itself keeps of a person: places, record state, memberships, quality flags.
create temporary table core on commit drop as
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
            when u.n_community_code is null and u.collective and u.dwelt is null then '6'
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
                when t.unregistered then null
                when t.k_hukou_division not in (1, 2, 3) and not (t.moved and t.registered_loosely)
                    then t.o_registered_community
                when t.community_of_division is not null then t.community_of_division
                when left(t.division, 6) = left(t.n_community_code, 6) then t.n_community_code
                when t.k_hukou_division in (1, 2, 3) then null
                else t.o_registered_community
            end as n_registered_community
        from (
            select
                d.*,
                s.uuid, s.away, s.unregistered, s.grams, s.initials,
                s.reg_in, s.reg_out, s.res_in, s.res_out, s.died, s.reasons,
                f.division, f.dwelling, f.dead, f.abroad,
                case when d.fresh and d.on_day is null then 1 else 2 end as derived_k,
                w.dwelling_community as n_community_code, r.community_code as o_community_code,
                r.street_code as o_street_code,
                w.dwelling_grid as n_grid_code, r.grid_code as o_grid_code,
                w.std_address as n_residence_address, r.residence_address as o_residence_address,
                r.residence_type as o_residence_type,
                r.registered_community as o_registered_community,
                a.code as community_of_division,
                a.code is null and f.division is not null as registered_loosely,
                f.dwelling is distinct from d.o_dwelling_id as moved,
                coalesce(d.o_dwelling_id, f.dwelling) as dwelt,
                coalesce(h.household_type = '2', false) as collective,
                r.record_status as o_record_status,
                case when cardinality(s.flags) = 0 then r.dq_flags
                     else array(select distinct unnest(coalesce(r.dq_flags, '{}') || s.flags) order by 1)
                end as n_dq_flags,
                r.dq_flags as o_dq_flags,
                case when %(confirmed)s then greatest(r.verified_at, %(today)s) else r.verified_at end as n_verified_at,
                r.verified_at as o_verified_at,
                case when d.k_name in (1, 2, 3) then s.vals->'core_resident'->>'name_pinyin'
                     else r.name_pinyin end as n_name_pinyin,
                r.name_pinyin as o_name_pinyin,
                r.member_reg as o_member_reg, r.member_res as o_member_res
            from delta d
            join stage s on s.n = d.n
            left join hub_resident r on r.id = d.subject
            cross join lateral (
                select
                    case when d.k_hukou_division in (1, 2, 3) then d.n_hukou_division else d.o_hukou_division end as division,
                    case when d.k_dwelling_id in (1, 2, 3) then d.n_dwelling_id else d.o_dwelling_id end as dwelling,
                    coalesce(case when d.k_alive_status in (1, 2, 3) then d.n_alive_status else d.o_alive_status end = '2', false) as dead,
                    coalesce(case when d.k_nationality in (1, 2, 3) then d.n_nationality else d.o_nationality end <> 'CHN', false)
                    or coalesce(case when d.k_id_type in (1, 2, 3) then d.n_id_type else d.o_id_type end
                        in ('414', '511', '516', '553', '901'), false) as abroad
            ) f
            left join hub_dwelling w on w.id = f.dwelling
            left join hub_household h
                on h.id = case when d.k_household_id in (1, 2, 3) then d.n_household_id else d.o_household_id end
            left join communities_area a on a.code = f.division and a.level = 'community'
        ) t
    ) u
) v;
drop table delta;
alter table core rename to delta;
