-- The row rule inside PostgreSQL. The transaction-local setting hub.scope holds 'all' or prefixes
-- parted by commas. Unset, empty (as a setting is after its SET LOCAL has ended) or foreign: nothing.

CREATE FUNCTION hub_scope_is_all() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT coalesce(current_setting('hub.scope', true) = 'all', false) $$;

-- The range that holds every prefix of the scope; two nulls when there is none.
CREATE FUNCTION hub_scope_low() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT min(p COLLATE "C")
    FROM unnest(string_to_array(nullif(current_setting('hub.scope', true), ''), ',')) AS p
    WHERE p ~ '^\d{2,15}$'
    $$;

CREATE FUNCTION hub_scope_high() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT max(p COLLATE "C") || '~'
    FROM unnest(string_to_array(nullif(current_setting('hub.scope', true), ''), ',')) AS p
    WHERE p ~ '^\d{2,15}$'
    $$;

CREATE FUNCTION hub_sees(prefix text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    SELECT hub_scope_is_all() OR coalesce((
        SELECT bool_or(prefix ~>=~ p AND prefix ~<~ (p || '~'))
        FROM unnest(string_to_array(nullif(current_setting('hub.scope', true), ''), ',')) AS p
        WHERE p ~ '^\d{2,15}$'
    ), false)
    $$;
