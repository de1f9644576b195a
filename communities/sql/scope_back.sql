DROP FUNCTION hub_sees(text);
DROP FUNCTION hub_scope_list();
DROP FUNCTION hub_scope_is_all();
