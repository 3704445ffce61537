-- Every table that grows carries the organisation first in its key, so that a distributed PostgreSQL shards by it.
-- Shared intelligence (advisory_*, vulnerability, known_exploited, exploit_probability) belongs to no organisation:
-- it is a reference table in a distributed database (ADR 0004).

create table organisation (
  id          uuid primary key,
  name        text not null,
  time_zone   text not null default 'UTC',
  settings    jsonb not null default '{}',
  created_at  timestamptz not null default now()
);

-- access ------------------------------------------------------------------------------------------------------------

create table person (
  organisation_id  uuid not null references organisation,
  id               uuid not null,
  email            text not null,
  name             text not null,
  role             text not null check (role in ('viewer', 'technician', 'analyst', 'manager', 'administrator')),
  password_hash    text,
  failed_attempts  int not null default 0,
  locked_until     timestamptz,
  disabled_at      timestamptz,
  created_at       timestamptz not null default now(),
  primary key (organisation_id, id)
);
create unique index person_email on person (organisation_id, lower(email));

create table session (
  organisation_id  uuid not null,
  token_hash       bytea not null,
  person_id        uuid not null,
  csrf_token       text not null,
  user_agent       text not null default '',
  created_at       timestamptz not null default now(),
  last_seen_at     timestamptz not null default now(),
  expires_at       timestamptz not null,
  primary key (organisation_id, token_hash),
  foreign key (organisation_id, person_id) references person on delete cascade
);

-- A link that is good for one use: the first administrator, an invitation, a reset.
create table access_link (
  organisation_id  uuid not null references organisation,
  token_hash       bytea not null,
  purpose          text not null check (purpose in ('set_up', 'invite', 'reset')),
  person_id        uuid,
  created_at       timestamptz not null default now(),
  expires_at       timestamptz not null,
  used_at          timestamptz,
  primary key (organisation_id, token_hash),
  foreign key (organisation_id, person_id) references person on delete cascade
);

create table audit_entry (
  organisation_id  uuid not null references organisation,
  id               uuid not null,
  at               timestamptz not null default now(),
  actor_id         uuid,
  actor_name       text not null,
  action           text not null,
  subject_kind     text not null,
  subject_id       text not null,
  reason           text,
  detail           jsonb,
  primary key (organisation_id, id)
);
create index audit_entry_subject on audit_entry (organisation_id, subject_kind, subject_id, id);

create table notification (
  organisation_id  uuid not null,
  id               uuid not null,
  person_id        uuid not null,
  at               timestamptz not null default now(),
  kind             text not null,
  title            text not null,
  body             text not null default '',
  path             text,
  -- The same news is told once.
  dedupe_key       text not null,
  read_at          timestamptz,
  mailed_at        timestamptz,
  primary key (organisation_id, id),
  unique (organisation_id, person_id, dedupe_key),
  foreign key (organisation_id, person_id) references person on delete cascade
);

create table saved_view (
  organisation_id  uuid not null,
  id               uuid not null,
  person_id        uuid not null,
  page             text not null,
  name             text not null,
  query            text not null,
  created_at       timestamptz not null default now(),
  primary key (organisation_id, id),
  unique (organisation_id, person_id, page, name),
  foreign key (organisation_id, person_id) references person on delete cascade
);

-- sources -----------------------------------------------------------------------------------------------------------

create table source (
  organisation_id  uuid not null references organisation,
  id               uuid not null,
  kind             text not null check (kind in ('connector', 'feed', 'outlet', 'person')),
  member           text not null,
  name             text not null,
  settings         jsonb not null default '{}',
  -- How far the resolver trusts it, per attribute or in general: a higher number wins.
  trust            int not null default 50,
  every_hours      int,
  watch_folder     text,
  cursor           jsonb,
  next_run_at      timestamptz,
  disabled_at      timestamptz,
  created_at       timestamptz not null default now(),
  primary key (organisation_id, id),
  unique (organisation_id, name)
);

create table stored_file (
  organisation_id  uuid not null references organisation,
  id               uuid not null,
  name             text not null,
  media_type       text not null,
  bytes            bigint not null,
  sha256           text not null,
  -- Small files (photos) are kept here, so that one backup holds all; big uploads lie below the data folder until read.
  content          bytea,
  path             text,
  created_at       timestamptz not null default now(),
  primary key (organisation_id, id)
);

create table run (
  organisation_id  uuid not null,
  id               uuid not null,
  source_id        uuid not null,
  state            text not null check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled', 'undone')),
  trigger          text not null check (trigger in ('person', 'schedule', 'folder', 'replay', 'set_up')),
  file_id          uuid,
  actor_id         uuid,
  actor_name       text not null,
  queued_at        timestamptz not null default now(),
  started_at       timestamptz,
  finished_at      timestamptz,
  cancel_requested_at timestamptz,
  -- The worker that has it, and its last sign of life: a run of a dead worker is taken up again.
  worker           text,
  heartbeat_at     timestamptz,
  -- Columns, date order and so on, as they were when it was asked for.
  settings         jsonb not null default '{}',
  phase            text not null default '',
  done             bigint not null default 0,
  total            bigint,
  -- new, changed, unchanged, rejected, seenAgain; for a feed the records by kind.
  counts           jsonb not null default '{}',
  -- Where the import goes on after a crash: observations stored so far of this file.
  checkpoint       jsonb,
  error            jsonb,
  primary key (organisation_id, id),
  foreign key (organisation_id, source_id) references source,
  foreign key (organisation_id, file_id) references stored_file
);
create index run_of_source on run (organisation_id, source_id, id desc);
create index run_unfinished on run (organisation_id, state) where state in ('queued', 'running');

-- What a source gave and could not be taken; the quarantine.
create table skipped (
  organisation_id  uuid not null,
  id               uuid not null,
  source_id        uuid not null,
  run_id           uuid not null,
  position         text not null,
  code             text not null,
  reason           text not null,
  raw              jsonb,
  -- The same record skipped again by a later run is one row.
  digest           text not null,
  state            text not null default 'open' check (state in ('open', 'replayed', 'dismissed', 'gone')),
  created_at       timestamptz not null default now(),
  settled_at       timestamptz,
  primary key (organisation_id, id),
  unique (organisation_id, source_id, digest),
  foreign key (organisation_id, source_id) references source,
  foreign key (organisation_id, run_id) references run
);
create index skipped_open on skipped (organisation_id, source_id, id) where state = 'open';

-- inventory ---------------------------------------------------------------------------------------------------------

-- What makes devices equal for matching.
create table configuration (
  organisation_id   uuid not null references organisation,
  id                uuid not null,
  digest            text not null,
  manufacturer      text not null,
  model             text not null,
  model_number      text not null,
  description       text not null,
  software_version  text not null,
  firmware_version  text not null,
  operating_system  text not null,
  created_at        timestamptz not null default now(),
  -- Null until it was matched against all intelligence.
  matched_at        timestamptz,
  primary key (organisation_id, id),
  unique (organisation_id, digest)
);

-- Where a device stands and what hangs on it: all that a score depends on beside the configuration.
create table context (
  organisation_id    uuid not null references organisation,
  id                 uuid not null,
  digest             text not null,
  criticality        text not null,
  care_setting       text not null,
  zone               text not null,
  network_connected  boolean,
  stores_phi         boolean,
  primary key (organisation_id, id),
  unique (organisation_id, digest)
);

create table device (
  organisation_id      uuid not null references organisation,
  id                   uuid not null,
  name                 text not null,
  -- The golden record: each attribute's best claim.
  asset_tag            text,
  serial_number        text,
  manufacturer         text,
  model                text,
  device_type          text,
  software_version     text,
  hostname             text,
  ip_addresses         text[] not null default '{}',
  mac_addresses        text[] not null default '{}',
  zone                 text,
  site                 text,
  building             text,
  room                 text,
  care_area            text,
  department           text,
  lifecycle            text not null default 'in_use',
  criticality          text not null default 'unknown',
  care_setting         text not null default 'unknown',
  technician           text,
  next_maintenance_on  date,
  golden               jsonb not null,
  search               text not null,
  -- False for what leaves the worklist: stored, loaned, retired, disposed.
  is_active            boolean not null,
  configuration_id     uuid not null,
  -- When the device joined that configuration: a finding opens at the later of this and its match.
  configuration_since  timestamptz not null,
  context_id           uuid not null,
  conflicts            int not null default 0,
  -- Roll-up of its findings, kept by the findings module through the inventory's door.
  open_findings        int not null default 0,
  worst_score          real,
  worst_band           text,
  known_exploited      boolean not null default false,
  first_seen_at        timestamptz not null,
  -- When something last saw the device itself; null where only registers know it.
  last_seen_at         timestamptz,
  -- Set when every observation of it was retracted or moved to another device.
  gone_at              timestamptz,
  updated_at           timestamptz not null default now(),
  primary key (organisation_id, id),
  foreign key (organisation_id, configuration_id) references configuration,
  foreign key (organisation_id, context_id) references context
);
create index device_configuration on device (organisation_id, configuration_id, context_id, id) where gone_at is null;
create index device_context on device (organisation_id, context_id);
create index device_name on device (organisation_id, name, id) where gone_at is null;
create index device_site on device (organisation_id, site, care_area) where gone_at is null;
create index device_model on device (organisation_id, manufacturer, model) where gone_at is null;
create extension if not exists pg_trgm;
create index device_risk on device (organisation_id, coalesce(worst_score, -1) desc, id) where gone_at is null;
create index device_search on device using gin (search gin_trgm_ops);

-- One source's claim about one device at a time; the present one of a key has superseded_at null.
create table observation (
  organisation_id  uuid not null,
  id               uuid not null,
  source_id        uuid not null,
  source_key       text not null,
  run_id           uuid,
  device_id        uuid not null,
  observed_at      timestamptz not null,
  recorded_at      timestamptz not null default now(),
  -- SHA-256 of claims and raw: the same again is no new observation.
  digest           text not null,
  claims           jsonb not null,
  raw              jsonb,
  superseded_at    timestamptz,
  superseded_by_run uuid,
  -- Taken back by an undone import, or by the person who made it.
  retracted_at     timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, source_id) references source,
  foreign key (organisation_id, run_id) references run,
  foreign key (organisation_id, device_id) references device
);
create unique index observation_current on observation (organisation_id, source_id, source_key) where superseded_at is null and retracted_at is null;
create index observation_device on observation (organisation_id, device_id);
create index observation_run on observation (organisation_id, run_id);
create index observation_superseding on observation (organisation_id, superseded_by_run) where superseded_by_run is not null;

-- What identifies a device, normalised; from present observations only.
create table identifier (
  organisation_id  uuid not null,
  kind             text not null check (kind in ('serial', 'mac', 'asset_tag')),
  value            text not null,
  observation_id   uuid not null,
  device_id        uuid not null,
  primary key (organisation_id, kind, value, observation_id),
  foreign key (organisation_id, observation_id) references observation,
  foreign key (organisation_id, device_id) references device
);
create index identifier_observation on identifier (organisation_id, observation_id);
create index identifier_device on identifier (organisation_id, device_id);

-- Two claims that cannot both be true; work for a person, never a silent merge.
create table conflict (
  organisation_id  uuid not null,
  id               uuid not null,
  device_id        uuid not null,
  -- identity: one record points at two devices; attribute: two sources disagree on what identifies; lifecycle: disposed, yet seen
  kind             text not null check (kind in ('identity', 'attribute', 'lifecycle')),
  attribute        text,
  text             text not null,
  detail           jsonb not null default '{}',
  dedupe_key       text not null,
  opened_at        timestamptz not null default now(),
  settled_at       timestamptz,
  settled_by       text,
  settlement       text,
  primary key (organisation_id, id),
  unique (organisation_id, dedupe_key),
  foreign key (organisation_id, device_id) references device
);
create index conflict_open on conflict (organisation_id, device_id) where settled_at is null;

-- intelligence (reference tables) -------------------------------------------------------------------------------------

create table advisory (
  id             text primary key,
  publisher      text not null,
  publisher_namespace text not null,
  tracking_id    text not null,
  title          text not null,
  summary        text not null,
  revision       text not null,
  tracking_status text not null,
  published_at   timestamptz not null,
  revised_at     timestamptz not null,
  url            text,
  digest         text not null,
  first_stored_at timestamptz not null default now(),
  stored_at      timestamptz not null default now(),
  withdrawn_at   timestamptz,
  withdrawn_reason text,
  search         text not null
);
create index advisory_newest on advisory (revised_at desc, id desc);
create index advisory_search on advisory using gin (search gin_trgm_ops);

-- Every revision as it came.
create table advisory_document (
  advisory_id  text not null references advisory,
  digest       text not null,
  revision     text not null,
  document     text not null,
  stored_at    timestamptz not null default now(),
  primary key (advisory_id, digest)
);

create table advisory_product (
  advisory_id   text not null references advisory,
  product_id    text not null,
  ordinal       int not null,
  vendor        text not null,
  name          text not null,
  version       text not null,
  version_form  text not null,
  full_name     text not null,
  is_range      boolean not null,
  identifiers   jsonb,
  relation      jsonb,
  primary key (advisory_id, product_id)
);

create table vulnerability (
  id           text primary key,
  title        text not null,
  first_stored_at timestamptz not null default now()
);
create index vulnerability_search on vulnerability using gin (id gin_trgm_ops);

create table advisory_vulnerability (
  advisory_id       text not null references advisory,
  ordinal           int not null,
  vulnerability_id  text not null references vulnerability,
  cve               text,
  title             text not null,
  description       text not null,
  cwe               text,
  scores            jsonb not null,
  remediations      jsonb not null,
  status            jsonb not null,
  threats           jsonb not null,
  flags             jsonb not null,
  primary key (advisory_id, ordinal)
);
create index advisory_vulnerability_id on advisory_vulnerability (vulnerability_id);

create table known_exploited (
  cve              text primary key,
  vendor           text not null,
  product          text not null,
  name             text not null,
  added_on         date not null,
  due_on           date,
  ransomware       boolean not null,
  required_action  text not null,
  -- The catalogue that listed it last, and the one that no longer did.
  catalogue        text not null,
  delisted_at      timestamptz
);

create table exploit_probability (
  cve          text primary key,
  probability  real not null,
  percentile   real not null,
  model        text not null,
  scored_on    date not null
);

-- findings ----------------------------------------------------------------------------------------------------------

-- What all statements together say of a vulnerability on a configuration.
create table match (
  organisation_id   uuid not null,
  configuration_id  uuid not null,
  vulnerability_id  text not null references vulnerability,
  answer            text not null check (answer in ('affected', 'not_affected', 'cannot_tell')),
  probability       real not null,
  -- The statement that decided.
  advisory_id       text not null references advisory,
  -- Each statement's evidence, deciding first: advisoryId, revision, productId, answer, probability, because.
  evidence          jsonb not null,
  matched_at        timestamptz not null,
  -- No statement supports it any more.
  withdrawn_at      timestamptz,
  primary key (organisation_id, configuration_id, vulnerability_id),
  foreign key (organisation_id, configuration_id) references configuration
);
create index match_vulnerability on match (organisation_id, vulnerability_id, answer) where withdrawn_at is null;
create index match_advisory on match (organisation_id, advisory_id) where withdrawn_at is null;

create table score (
  organisation_id   uuid not null,
  configuration_id  uuid not null,
  context_id        uuid not null,
  vulnerability_id  text not null references vulnerability,
  score             real not null,
  band              text not null,
  likelihood        real not null,
  safety            real not null,
  care              real not null,
  privacy           real not null,
  reasons           jsonb not null,
  digest            text not null,
  scored_at         timestamptz not null,
  primary key (organisation_id, configuration_id, context_id, vulnerability_id),
  foreign key (organisation_id, configuration_id, vulnerability_id) references match,
  foreign key (organisation_id, context_id) references context
);
create index score_worst on score (organisation_id, score desc, configuration_id, context_id, vulnerability_id);

-- Only where a device carries a decision, work, evidence or history; all else is read through configuration and context.
create table finding (
  organisation_id    uuid not null,
  device_id          uuid not null,
  vulnerability_id   text not null references vulnerability,
  answer             text not null check (answer in ('affected', 'not_affected', 'cannot_tell')),
  status             text not null check (status in ('under_investigation', 'affected', 'not_affected', 'fixed')),
  decision           text not null default 'none' check (decision in ('none', 'not_affected', 'mitigated', 'accepted', 'deferred', 'false_positive')),
  decision_reason    text,
  decision_expires_on date,
  decided_at         timestamptz,
  decided_by         text,
  remediation        text not null default 'not_remediated' check (remediation in ('not_remediated', 'in_progress', 'claimed', 'verified')),
  opened_at          timestamptz not null,
  closed_at          timestamptz,
  reopened           int not null default 0,
  updated_at         timestamptz not null default now(),
  primary key (organisation_id, device_id, vulnerability_id),
  foreign key (organisation_id, device_id) references device
);
create index finding_vulnerability on finding (organisation_id, vulnerability_id);

create table finding_event (
  organisation_id   uuid not null,
  id                uuid not null,
  device_id         uuid not null,
  vulnerability_id  text not null,
  at                timestamptz not null default now(),
  actor_id          uuid,
  actor_name        text not null,
  kind              text not null,
  before            jsonb not null,
  after             jsonb not null,
  reason            text not null,
  evidence          jsonb,
  primary key (organisation_id, id),
  foreign key (organisation_id, device_id, vulnerability_id) references finding
);
create index finding_event_finding on finding_event (organisation_id, device_id, vulnerability_id, id);

-- remediation -------------------------------------------------------------------------------------------------------

-- One remediation over many devices.
create table campaign (
  organisation_id  uuid not null references organisation,
  id               uuid not null,
  title            text not null,
  advisory_id      text not null references advisory,
  manufacturer     text not null,
  model            text not null,
  site             text not null,
  created_at       timestamptz not null default now(),
  created_by       text not null,
  primary key (organisation_id, id)
);

create table work_order (
  organisation_id  uuid not null,
  id               uuid not null,
  number           int not null,
  campaign_id      uuid,
  device_id        uuid not null,
  type             text not null,
  state            text not null,
  hold_reason      text,
  title            text not null,
  priority         text not null check (priority in ('critical', 'high', 'medium', 'low')),
  due_on           date,
  assigned_to      uuid,
  -- [{ title, text }] in order.
  steps            jsonb not null,
  -- { attribute, expression }: which attribute proves the fix, and the expression of versions that are still affected.
  verification     jsonb not null,
  minutes          int,
  external_id      text,
  -- Sent to a CMMS is not accepted by it.
  sync_state       text not null default 'new' check (sync_state in ('new', 'sent', 'accepted', 'rejected', 'error')),
  sent_at          timestamptz,
  version          int not null default 1,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  completed_at     timestamptz,
  primary key (organisation_id, id),
  unique (organisation_id, number),
  foreign key (organisation_id, campaign_id) references campaign,
  foreign key (organisation_id, device_id) references device,
  foreign key (organisation_id, assigned_to) references person
);
create index work_order_device on work_order (organisation_id, device_id);
create index work_order_state on work_order (organisation_id, state, due_on, id);

create table work_order_finding (
  organisation_id   uuid not null,
  work_order_id     uuid not null,
  device_id         uuid not null,
  vulnerability_id  text not null,
  primary key (organisation_id, work_order_id, device_id, vulnerability_id),
  foreign key (organisation_id, work_order_id) references work_order,
  foreign key (organisation_id, device_id, vulnerability_id) references finding
);
create index work_order_finding_finding on work_order_finding (organisation_id, device_id, vulnerability_id);

create table work_order_event (
  organisation_id  uuid not null,
  id               uuid not null,
  work_order_id    uuid not null,
  at               timestamptz not null default now(),
  actor_id         uuid,
  actor_name       text not null,
  from_state       text,
  to_state         text not null,
  reason           text,
  primary key (organisation_id, id),
  foreign key (organisation_id, work_order_id) references work_order
);
create index work_order_event_order on work_order_event (organisation_id, work_order_id, id);

create table evidence (
  organisation_id  uuid not null,
  id               uuid not null,
  work_order_id    uuid not null,
  kind             text not null check (kind in ('version_read', 'photo', 'note')),
  value            text not null,
  file_id          uuid,
  -- The technician's own key: the same form sent twice from a dead spot is one piece of evidence.
  client_key       text not null,
  at               timestamptz not null default now(),
  by_id            uuid,
  by_name          text not null,
  accepted_at      timestamptz,
  accepted_by      text,
  primary key (organisation_id, id),
  unique (organisation_id, work_order_id, client_key),
  foreign key (organisation_id, work_order_id) references work_order,
  foreign key (organisation_id, file_id) references stored_file
);

-- programme ---------------------------------------------------------------------------------------------------------

-- What the home page shows, kept as things change.
create table roll_up (
  organisation_id  uuid not null references organisation,
  name             text not null,
  value            jsonb not null,
  counted_at       timestamptz not null,
  primary key (organisation_id, name)
);
