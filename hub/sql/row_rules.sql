-- Row security of everything that hangs on a person, a household or a dwelling: seen with its subject.
-- (The subjects themselves are ruled by their own scope.)
do $$
declare
    rule record;
begin
    for rule in
        select t as name, 'exists (select 1 from hub_resident r where r.id = %1$I.subject_id)' as seen
        from unnest(array['hub_c01_hukou', 'hub_c02_floating', 'hub_c05_employment',
            'hub_c06_social_insurance', 'hub_c07_medical_insurance', 'hub_c08_retiree', 'hub_c10_elderly',
            'hub_c11_disability', 'hub_c12_child', 'hub_c13_health_family', 'hub_c14_education',
            'hub_c15_veteran', 'hub_c16_party_volunteer', 'hub_c17_marriage_funeral', 'hub_c18_grid']) t
        union all
        select t, 'exists (select 1 from hub_household h where h.id = %1$I.subject_id)'
        from unnest(array['hub_c04_housing_security', 'hub_c09_social_assistance']) t
        union all
        select 'hub_c03_property', 'exists (select 1 from hub_dwelling d where d.id = %1$I.subject_id)'
        union all
        select t, 'exists (select 1 from hub_resident r where r.id = %1$I.resident_id)'
        from unnest(array['hub_receipt', 'hub_request', 'hub_matter_case']) t
        union all
        select 'hub_event', 'unit ^@ any ((select hub_scope_list())::text[]) or exists (select 1 from hub_resident r where r.id = %1$I.resident_id)'
        union all
        select 'hub_dissent', 'case kind when ''R'' then exists (select 1 from hub_resident r where r.id = %1$I.subject_id)'
            ' when ''H'' then exists (select 1 from hub_household h where h.id = %1$I.subject_id)'
            ' else exists (select 1 from hub_dwelling d where d.id = %1$I.subject_id) end'
        union all
        select 'hub_change', 'community_before ^@ any ((select hub_scope_list())::text[])'
            ' or community_after ^@ any ((select hub_scope_list())::text[])'
            ' or kind = ''R'' and exists (select 1 from hub_resident r where r.id = %1$I.subject_id)'
        union all
        select t, 'community ^@ any ((select hub_scope_list())::text[])' from unnest(array['hub_set_aside', 'hub_question']) t
        union all
        select 'hub_identity_link', 'exists (select 1 from hub_resident r where r.id = %1$I.kept_id)'
    loop
        execute format('alter table %I enable row level security', rule.name);
        execute format('create policy %I on %I using ((select hub_scope_is_all()) or %s)',
                       rule.name || '_rows', rule.name, format(rule.seen, rule.name));
        if exists (select from pg_roles where rolname = 'hub_report') then
            execute format('create policy %I on %I for select to hub_report using (true)',
                           rule.name || '_report', rule.name);
        end if;
    end loop;
    if exists (select from pg_roles where rolname = 'hub_app') then
        revoke update, delete, truncate on hub_change, hub_event from hub_app;
    end if;
end $$;
