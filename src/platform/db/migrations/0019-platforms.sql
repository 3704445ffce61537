-- What NVD and OSV databases say of a device follows from its names alone: operating system, components, make and model. It
-- is stored once for all configurations with the same names (ADR 0009).
create table platform (
  organisation_id  uuid not null references organisation,
  id               uuid not null,
  -- SHA-256 of the names, of what the device does, and of the vulnerabilities that its configurations have matches of their
  -- own of.
  digest           text not null,
  -- The names, each with what says so: from these evidence is made when it is asked for.
  names            json not null,
  primary key (organisation_id, id),
  unique (organisation_id, digest)
);
alter table platform alter names set statistics 0;

-- A match hangs on a basis: the configuration itself, or the platform that it shares with others. No configuration has the
-- same vulnerability by both.
create table configuration_basis (
  organisation_id    uuid not null references organisation,
  configuration_id   uuid not null,
  basis_id           uuid not null,
  -- Where the basis is the configuration itself: the states of NVD and OSV that its platform was worked out from, and SHA-256
  -- of its names then.
  databases          text not null default '',
  names_digest       text not null default '',
  primary key (organisation_id, configuration_id, basis_id),
  foreign key (organisation_id, configuration_id) references configuration
);
create unique index configuration_basis_of on configuration_basis (organisation_id, basis_id, configuration_id);
insert into configuration_basis (organisation_id, configuration_id, basis_id)
  select organisation_id, id, id from configuration where matched_at is not null;

-- The state of NVD and OSV that findings follow; configurations with another one are still to be matched again.
create table followed_databases (
  organisation_id  uuid primary key references organisation,
  nvd              bigint not null,
  osv              bigint not null
);

alter table match rename to basis_match;
alter table basis_match rename column configuration_id to basis_id;
alter table basis_match drop constraint match_organisation_id_configuration_id_fkey;
-- `NVD` and `OSV` are no advisories.
alter table basis_match drop constraint match_advisory_id_fkey;
alter table campaign drop constraint campaign_advisory_id_fkey;
alter table score rename to basis_score;
alter table basis_score rename column configuration_id to basis_id;

-- Almost every question is asked of a configuration. Joins alone: the planner looks through them.
create view match as
  select l.organisation_id, l.configuration_id, m.vulnerability_id, m.answer, m.probability, m.advisory_id, m.evidence, m.matched_at,
    m.withdrawn_at, m.advisory_ids, m.supported_by, m.affected_by, m.digest, m.because, m.asks, m.asks_option, m.basis_id
  from configuration_basis l
  join basis_match m on m.organisation_id = l.organisation_id and m.basis_id = l.basis_id;
-- The number of open devices is that of all configurations of the basis.
create view score as
  select l.organisation_id, l.configuration_id, s.context_id, s.vulnerability_id, s.score, s.band, s.likelihood, s.safety, s.care,
    s.privacy, s.digest, s.scored_at, s.open_devices, s.basis_id
  from configuration_basis l
  join basis_score s on s.organisation_id = l.organisation_id and s.basis_id = l.basis_id;
