-- The wide range first (once per query), the exact prefixes only for the rows inside it.
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY {policy} ON {table} USING (
    (SELECT hub_scope_is_all())
    OR (
        {column} ~>=~ (SELECT hub_scope_low())
        AND {column} ~<~ (SELECT hub_scope_high())
        AND hub_sees({column})
    )
);
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hub_report') THEN
        CREATE POLICY {report_policy} ON {table} FOR SELECT TO hub_report USING (true);
    END IF;
END
$$;
