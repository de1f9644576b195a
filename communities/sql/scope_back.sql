DROP FUNCTION hub_sees(text);
DROP FUNCTION hub_scope_high();
DROP FUNCTION hub_scope_low();
DROP FUNCTION hub_scope_is_all();
