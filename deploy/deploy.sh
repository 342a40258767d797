#!/bin/sh
# Prepares an installation on a work pool; safe to run again after every update.
# Needs the environment of a worker: DONDOC_*, PREFECT_API_URL, PREFECT_API_AUTH_STRING.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

# The schema is brought up to date here, once, before several workers open the database together.
python -c 'from dondoc.settings import Settings; from dondoc.workplace import open_workplace
open_workplace(Settings())'

# A pool that is there keeps what an administrator changed in it (its limit, its job template).
prefect --no-prompt work-pool inspect dondoc >/dev/null 2>&1 \
  || prefect --no-prompt work-pool create dondoc --type process
prefect --no-prompt deploy --all --prefect-file "$here/prefect.yaml"
