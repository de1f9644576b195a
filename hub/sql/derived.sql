-- Rules of computed values that more than one field needs, each written once.
-- All are plain expressions the planner can put in place; all take the day as an argument.

-- Full years on the day; who is born on 29 February completes the year on 1 March (product rule).
CREATE OR REPLACE FUNCTION hub_age(born date, on_day date) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN born <= on_day
    THEN extract(year FROM age(on_day::timestamp, born::timestamp))::int END;

-- Months since the year 0: what months are counted with.
CREATE OR REPLACE FUNCTION hub_month_number(on_day date) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (extract(year FROM on_day) * 12 + extract(month FROM on_day))::int - 1;

CREATE OR REPLACE FUNCTION hub_month_text(number integer) RETURNS varchar
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN lpad((number / 12)::text, 4, '0') || lpad((mod(number, 12) + 1)::text, 2, '0');

-- The former retirement age in months.
CREATE OR REPLACE FUNCTION hub_former_age(category varchar) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE category WHEN 'M60' THEN 720 WHEN 'F55' THEN 660 WHEN 'F50' THEN 600 END;

-- Delay of the statutory retirement month in months, by the month of birth and the former
-- category (decision of the NPC Standing Committee, 2024-09-13): one month for every four months
-- from January 2025 (month 24300) for M60 and F55, at most 36; for every two for F50, at most 60.
CREATE OR REPLACE FUNCTION hub_retire_delay(born date, category varchar) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN category = 'F50'
        THEN least(60, greatest(0, (hub_month_number(born) + (600 - 24300 + 2)) / 2))
    WHEN category IN ('M60', 'F55') THEN least(36, greatest(0,
        (hub_month_number(born) + (hub_former_age(category) - 24300 + 4)) / 4))
END;

-- The statutory retirement month as a month number; null where the category is not known or the
-- month is set by the insurance office (S).
CREATE OR REPLACE FUNCTION hub_retire_number(born date, category varchar) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN hub_month_number(born) + hub_former_age(category) + hub_retire_delay(born, category);

-- The category that holds: men are M60 unless the insurance office says otherwise.
CREATE OR REPLACE FUNCTION hub_retire_category(sex varchar, category varchar) RETURNS varchar
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce(category, CASE sex WHEN '1' THEN 'M60' END);

-- Whether the statutory retirement month has come. A woman whose category nobody has told is
-- surely not past it before the earlier age and surely past it after the later one; between the
-- two, and for category S below the ordinary age, the answer is not known.
CREATE OR REPLACE FUNCTION hub_past_retirement(
    born date, sex varchar, category varchar, on_day date
) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN hub_retire_category(sex, category) IN ('M60', 'F55', 'F50')
        THEN hub_month_number(on_day) >= hub_retire_number(born, hub_retire_category(sex, category))
    WHEN hub_month_number(on_day)
        >= hub_retire_number(born, CASE sex WHEN '2' THEN 'F55' ELSE 'M60' END) THEN true
    WHEN category IS NULL AND hub_month_number(on_day) < hub_retire_number(born, 'F50') THEN false
    WHEN hub_age(born, on_day) < 40 THEN false
END;

CREATE OR REPLACE FUNCTION hub_working_age(age integer, past_retirement boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN age >= 16 AND NOT past_retirement;

CREATE OR REPLACE FUNCTION hub_working_age(
    born date, sex varchar, category varchar, on_day date
) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN hub_working_age(
    hub_age(born, on_day), hub_past_retirement(born, sex, category, on_day)
);

-- An address as it is compared: full-width digits and dashes as plain ones, no blanks (what has no
-- counterpart in the second text is left out; a regular expression costs ten times as much).
CREATE OR REPLACE FUNCTION hub_plain_address(address varchar) RETURNS varchar
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN translate(
    address, E'０１２３４５６７８９－—–～ 　\u00a0\t\n\r\f\v', '0123456789----'
)::varchar;

-- Whether an address ends, right behind its community's name, in a home as its building names it.
CREATE OR REPLACE FUNCTION hub_ends_in_home(address varchar, key varchar, building varchar) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN right(rtrim(hub_plain_address(address), '室'), 2 + length(substr(key, position(building || '栋' in key))))
    = '社区' || substr(key, position(building || '栋' in key));
