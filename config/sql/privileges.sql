-- What the owner makes, the application may use and the reading role may read.
-- Run before each migration; a migration that grants less (the access log) has the last word.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hub_app') THEN
    GRANT USAGE ON SCHEMA public TO hub_app;
    ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO hub_app;
    ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO hub_app;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hub_report') THEN
    GRANT USAGE ON SCHEMA public TO hub_report;
    ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO hub_report;
    ALTER DEFAULT PRIVILEGES GRANT SELECT ON SEQUENCES TO hub_report;
  END IF;
END
$$;
