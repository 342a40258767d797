#!/bin/sh
# Run once by the database's image, on an empty volume: two owners who do not see each other's
# data, one database each. Passwords come from the environment and are never echoed.
set -eu
psql --quiet --no-psqlrc -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv dondoc_password DATABASE_PASSWORD_DONDOC
\getenv prefect_password DATABASE_PASSWORD_PREFECT
CREATE ROLE dondoc LOGIN PASSWORD :'dondoc_password';
CREATE ROLE prefect LOGIN PASSWORD :'prefect_password';
CREATE DATABASE dondoc OWNER dondoc;
CREATE DATABASE prefect OWNER prefect;
REVOKE CONNECT ON DATABASE dondoc, prefect FROM PUBLIC;
SQL
