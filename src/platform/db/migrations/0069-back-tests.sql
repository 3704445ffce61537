-- A back-test of an appetite: a job with its input, how far it is and what came of it. The tables are kept as they were then: the
-- draft may have changed since.
create table back_test (
  organisation_id      uuid not null references organisation,
  id                   uuid not null,
  state                text not null default 'queued' check (state in ('queued', 'running', 'done', 'cancelled', 'failed')),
  -- As `Appetite` of the API, and SHA-256 of it.
  content              jsonb not null,
  hash                 text not null,
  in_force_content     jsonb,
  in_force_hash        text,
  in_force_version     int,
  months               int not null check (months between 1 and 24),
  hours_per_week       double precision,
  -- What came later is not looked at, however often it is taken up again.
  as_of                timestamptz not null,
  asked_at             timestamptz not null default clock_timestamp(),
  asked_by             text not null,
  started_at           timestamptz,
  finished_at          timestamptz,
  cancel_requested_at  timestamptz,
  worker               text,
  heartbeat_at         timestamptz,
  attempts             int not null default 0,
  phase                text not null default '',
  done                 int not null default 0,
  total                int,
  took_ms              int,
  -- As `BackTestResult` of the API.
  result               jsonb,
  fault                text,
  primary key (organisation_id, id),
  check ((state = 'done') = (result is not null)),
  check ((in_force_hash is null) = (in_force_content is null))
);
create index back_test_unfinished on back_test (organisation_id, id) where state in ('queued', 'running');
create index back_test_hash on back_test (organisation_id, hash, id desc);
