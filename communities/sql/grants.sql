-- Where the roles exist: the app role works but owns nothing, the report role reads.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hub_app') THEN
        GRANT SELECT, INSERT, UPDATE, DELETE ON
            communities_area, communities_consumer, communities_posting, communities_session,
            communities_signintry, communities_staff TO hub_app;
        GRANT SELECT, INSERT ON communities_trailevent TO hub_app;
        REVOKE UPDATE, DELETE, TRUNCATE ON communities_trailevent FROM hub_app;
        GRANT EXECUTE ON FUNCTION hub_sees(text), hub_scope_is_all(),
            hub_scope_list() TO hub_app;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hub_report') THEN
        GRANT SELECT ON communities_area, communities_posting, communities_trailevent
            TO hub_report;
        GRANT EXECUTE ON FUNCTION hub_sees(text), hub_scope_is_all(),
            hub_scope_list() TO hub_report;
    END IF;
END
$$;
