#!/bin/sh
# The roles of the hub on a new PostgreSQL: owner, application, reading.
set -eu
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" \
    -v owner="$HUB_OWNER_PASSWORD" -v app="$HUB_APP_PASSWORD" -v report="$HUB_REPORT_PASSWORD" <<'SQL'
CREATE ROLE hub_owner LOGIN CREATEDB PASSWORD :'owner';
CREATE ROLE hub_app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'app';
CREATE ROLE hub_report LOGIN NOSUPERUSER BYPASSRLS PASSWORD :'report';
GRANT hub_app, hub_report TO hub_owner;
ALTER DATABASE hub OWNER TO hub_owner;
SQL
