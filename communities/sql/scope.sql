-- The row rule inside PostgreSQL. The transaction-local setting hub.scope holds 'all' or prefixes
-- parted by commas. Unset, empty (as a setting is after its SET LOCAL has ended) or anything else:
-- nothing is seen. Bodies without a sub-select are inlined by the planner; they stand in every row.

CREATE FUNCTION hub_scope_is_all() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('hub.scope', true) = 'all', false) $$;

-- The prefixes of the scope, null when there are none. In a policy: (SELECT hub_scope_list()),
-- so that it is read once per query and not once per row. (No regular expression: it costs more
-- than all the rest.)
CREATE FUNCTION hub_scope_list() RETURNS text[]
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT CASE
        WHEN translate(current_setting('hub.scope', true), '0123456789,', '') = ''
            AND position(',,' IN ',' || current_setting('hub.scope', true) || ',') = 0
            AND length(current_setting('hub.scope', true)) > 1
        THEN string_to_array(current_setting('hub.scope', true), ',')
    END
    $$;

CREATE FUNCTION hub_sees(prefix text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT hub_scope_is_all() OR coalesce(prefix ^@ ANY (hub_scope_list()), false) $$;
