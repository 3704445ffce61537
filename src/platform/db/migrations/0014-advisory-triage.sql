-- What the hospital does with an advisory: who has read it, what was decided about it, what was said of it, and when it was
-- matched. What publishers say belongs to nobody; this belongs to an organisation.

-- `remediations` are digests of what the revision said can be done about the products that matched then: a newer revision
-- that says the same of them is not new (CSAF 2.0 clause 9.1.13).
create table advisory_read (
  organisation_id  uuid not null references organisation,
  person_id        uuid not null,
  advisory_id      text not null references advisory,
  digest           text not null,
  remediations     text[] not null,
  read_at          timestamptz not null default now(),
  primary key (organisation_id, person_id, advisory_id)
);

-- The newest that was not taken back is in force.
create table advisory_decision (
  organisation_id  uuid not null references organisation,
  id               uuid not null,
  advisory_id      text not null references advisory,
  decision         text not null check (decision in ('handled', 'nothing_to_do', 'watch', 'open_work')),
  reason           text not null,
  -- The day on which it comes back; only of `watch`.
  watch_until      date check ((decision = 'watch') = (watch_until is not null)),
  digest           text not null,
  revision         text not null,
  remediations     text[] not null,
  -- Whether it spoke of a device of the worklist when it was decided.
  was_here         boolean not null,
  decided_at       timestamptz not null default now(),
  decided_by       text not null,
  undone_at        timestamptz,
  undone_by        text,
  primary key (organisation_id, id)
);
create index advisory_decision_in_force on advisory_decision (organisation_id, advisory_id, id desc) where undone_at is null;

create table advisory_comment (
  organisation_id  uuid not null references organisation,
  id               uuid not null,
  advisory_id      text not null references advisory,
  revision         text not null,
  text             text not null,
  written_at       timestamptz not null default now(),
  written_by       text not null,
  primary key (organisation_id, id)
);
create index advisory_comment_advisory on advisory_comment (organisation_id, advisory_id, id);

-- A run of the matching, by a person or by what came in; never both in one.
create table match_run (
  organisation_id  uuid not null references organisation,
  id               uuid not null,
  trigger          text not null check (trigger in ('person', 'advisories', 'devices')),
  advisory_ids     text[] not null,
  device_ids       uuid[] not null,
  configurations   int not null,
  changed          int not null,
  -- Devices of the worklist that matched afterwards, and of these each by what is done about them.
  devices          int not null,
  not_remediated   int not null,
  in_progress      int not null,
  done             int not null,
  started_at       timestamptz not null,
  ended_at         timestamptz not null default now(),
  by_name          text not null,
  primary key (organisation_id, id)
);

-- Withdrawn here by a person: the same document arriving again does not bring it back.
alter table advisory add column withdrawn_by text;
