-- The access log only grows: the app role may insert and read, and nobody changes a row.

CREATE FUNCTION communities_trail_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the access log only grows' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER trail_stays BEFORE UPDATE OR DELETE ON communities_trailevent
    FOR EACH ROW EXECUTE FUNCTION communities_trail_stays();

CREATE TRIGGER trail_is_not_emptied BEFORE TRUNCATE ON communities_trailevent
    FOR EACH STATEMENT EXECUTE FUNCTION communities_trail_stays();
