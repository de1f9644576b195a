-- Both sub-selects are read once per query; a row costs one comparison with each prefix.
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
CREATE POLICY {policy} ON {table} USING (
    (SELECT hub_scope_is_all()) OR {column} ^@ ANY ((SELECT hub_scope_list())::text[])
);
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hub_report') THEN
        CREATE POLICY {report_policy} ON {table} FOR SELECT TO hub_report USING (true);
    END IF;
END
$$;
