DROP POLICY IF EXISTS {report_policy} ON {table};
DROP POLICY {policy} ON {table};
ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
