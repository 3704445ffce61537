-- Why a score is what it is, once for all scores that are alike: of some 15,000 scores of a hospital 4,000 differ, and a
-- score that is counted anew no longer carries two thousand characters along.
create table score_reasons (
  organisation_id  uuid not null references organisation,
  -- SHA-256 of the score with its reasons, as in score.
  digest           text not null,
  reasons          jsonb not null,
  primary key (organisation_id, digest)
);
insert into score_reasons (organisation_id, digest, reasons)
  select distinct on (organisation_id, digest) organisation_id, digest, reasons from score;
alter table score drop column reasons;

-- Source, run, configuration and context are never deleted, and what refers to them is written by one function in one
-- transaction with them (inventory/resolve.ts; its invariants are tested): five lookups for each row took a tenth of an
-- import's time.
alter table observation drop constraint observation_organisation_id_source_id_fkey;
alter table observation drop constraint observation_organisation_id_run_id_fkey;
alter table observation drop constraint observation_organisation_id_device_id_fkey;
alter table device drop constraint device_organisation_id_configuration_id_fkey;
alter table device drop constraint device_organisation_id_context_id_fkey;
drop index device_context;
-- Kept as it came; nothing looks into it.
alter table observation alter column raw type json;

-- What devices of a configuration share is searched there: an index of trigrams over make, model and description of each
-- device cost more than all its other indexes together.
alter table configuration add column search text generated always as
  (lower(manufacturer || ' ' || model || ' ' || model_number || ' ' || description)) stored;
create index configuration_search on configuration using gin (search gin_trgm_ops);

-- What an import adds waits in a list until the run has ended (platform/db/tidy.ts), or until the list is full: merged in
-- one go it costs half.
alter index device_search set (gin_pending_list_limit = 32768);

-- Without statistics of a new table the planner takes this index for a look-up by all three columns (see 0007).
drop index score_vulnerability;
create index score_vulnerability on score (organisation_id, vulnerability_id, configuration_id, context_id);

-- Nothing is planned by what these hold, and to sample them takes most of the time of an `analyze`.
alter table device alter golden set statistics 0;
alter table device alter search set statistics 0;
alter table observation alter claims set statistics 0;
alter table observation alter raw set statistics 0;
alter table observation alter digest set statistics 0;
alter table match alter evidence set statistics 0;
alter table score alter digest set statistics 0;
alter table score_reasons alter reasons set statistics 0;
alter table skipped alter raw set statistics 0;
alter table advisory_document alter document set statistics 0;

-- Lists group devices by what they share, from the indexes alone.
drop index device_configuration;
create index device_configuration on device (organisation_id, configuration_id, context_id, id) include (is_active, configuration_since)
  where gone_at is null;
drop index device_site;
create index device_site on device (organisation_id, site, care_area) include (configuration_id, context_id, is_active)
  where gone_at is null;
