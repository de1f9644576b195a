-- The reading role checks the data from outside: what opens a door is none of it. A session's key
-- signs in whoever holds it, a password's digest can be guessed at.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hub_report') THEN
        REVOKE ALL ON communities_session, django_session, communities_staff FROM hub_report;
        GRANT SELECT (id, username, name, is_active) ON communities_staff TO hub_report;
    END IF;
END
$$;
