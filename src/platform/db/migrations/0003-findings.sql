-- Which state of the advisories a matcher in memory was made from. A number is never used twice, even where its
-- transaction was rolled back.
create sequence intelligence_version;
create table intelligence_state (
  is_only  boolean primary key default true check (is_only),
  version  bigint not null
);
insert into intelligence_state (version) values (nextval('intelligence_version'));

alter table match
  -- Advisories of all evidence; those whose own words, where they are in force, leave the configuration open; of these
  -- those that say affected.
  add column advisory_ids text[] not null default '{}',
  add column supported_by text[] not null default '{}',
  add column affected_by text[] not null default '{}',
  -- SHA-256 of answer and evidence: the same again is not written.
  add column digest text not null default '';
drop index match_advisory;
create index match_advisories on match using gin (advisory_ids);

-- How many devices of the worklist have it open. The worklist walks down the scores, and must not wade through thousands
-- that are done. A decision counts as in force here until it is swept; a list that finds one past its end looks further.
alter table score add column open_devices int not null default 0;
drop index score_worst;
create index score_worst on score (organisation_id, score desc, configuration_id, context_id, vulnerability_id) where open_devices > 0;
create index score_vulnerability on score (organisation_id, vulnerability_id);

alter table finding
  -- Where the device's own configuration has no match of it any more: the configuration and context that it was found in.
  add column kept_configuration_id uuid,
  add column kept_context_id uuid,
  -- When remediation last changed: a claim is contradicted only by what was read after it.
  add column remediation_at timestamptz;
create index finding_kept on finding (organisation_id, device_id) where kept_configuration_id is not null;
create index finding_expiring on finding (organisation_id, decision_expires_on) where decision <> 'none' and decision_expires_on is not null;
create index finding_event_at on finding_event (organisation_id, at);
