-- What a source said of a device and a whole reading of it no longer holds: the claims stand, and people are told.
alter table observation add column unreported_since timestamptz;
alter table observation add column unreported_by_run uuid;
create index observation_unreported on observation (organisation_id, source_id, source_key)
  where unreported_since is not null and superseded_at is null and retracted_at is null;
create index observation_unreported_by on observation (organisation_id, unreported_by_run) where unreported_by_run is not null;

-- Of a source of files: each file is the whole list, so that what it does not hold is no longer reported.
alter table source add column files_are_whole boolean not null default false;

-- Read to its end, and so much is missing that a person is asked.
alter table run drop constraint run_state_check;
alter table run add constraint run_state_check
  check (state in ('queued', 'running', 'succeeded', 'to_confirm', 'failed', 'cancelled', 'undone'));

-- The question, one of a source at a time, and what would be told of as no longer reported.
create table reading_question (
  organisation_id  uuid not null,
  source_id        uuid not null,
  run_id           uuid not null,
  read_at          timestamptz not null,
  -- How many devices the source reported before, and how many of them were missing.
  stood            bigint not null,
  missing          bigint not null,
  primary key (organisation_id, source_id),
  foreign key (organisation_id, source_id) references source,
  foreign key (organisation_id, run_id) references run
);
create table reading_missing (
  organisation_id  uuid not null,
  source_id        uuid not null,
  observation_id   uuid not null,
  primary key (organisation_id, source_id, observation_id),
  foreign key (organisation_id, source_id) references reading_question on delete cascade,
  foreign key (organisation_id, observation_id) references observation
);
