DROP TRIGGER trail_is_not_emptied ON communities_trailevent;
DROP TRIGGER trail_stays ON communities_trailevent;
DROP FUNCTION communities_trail_stays();
