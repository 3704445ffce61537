-- Suppositions that were given a name: their steps, and what came of them when they were worked out last.
create table what_if_scenario (
  organisation_id  uuid not null references organisation,
  id               uuid not null,
  name             text not null,
  -- As `WhatIfStep` of the API.
  steps            jsonb not null,
  -- As `WhatIfResult`.
  result           jsonb not null,
  saved_at         timestamptz not null default clock_timestamp(),
  saved_by         text not null,
  primary key (organisation_id, id)
);
create unique index what_if_scenario_name on what_if_scenario (organisation_id, lower(name));

-- The findings that moved then, the largest change first; as `WhatIfMove`.
create table what_if_move (
  organisation_id  uuid not null,
  scenario_id      uuid not null,
  rank             int not null,
  content          jsonb not null,
  primary key (organisation_id, scenario_id, rank),
  foreign key (organisation_id, scenario_id) references what_if_scenario on delete cascade
);
