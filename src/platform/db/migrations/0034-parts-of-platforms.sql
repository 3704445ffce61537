-- A configuration stands on two platforms at most: one of what NVD and Microsoft say of its operating system, which many share,
-- and one of all else that databases say of it (ADR 0009).
alter table platform add column is_system boolean not null default false;
-- The state of NVD, OSV and Microsoft that its matches are of.
alter table platform add column followed text not null default '';

-- Configurations that are ranked together on a basis, of one basis alone: the same platforms, doing the same. Where the basis is
-- the configuration itself, it is the configuration.
alter table configuration_basis add column group_id uuid;
update configuration_basis set group_id = basis_id;
alter table configuration_basis alter group_id set not null;
drop index configuration_basis_of;
create unique index configuration_basis_of on configuration_basis (organisation_id, basis_id, group_id, configuration_id);

drop view score;
alter table basis_score add column group_id uuid;
update basis_score set group_id = basis_id;
alter table basis_score alter group_id set not null;
alter table basis_score drop constraint score_pkey;
alter table basis_score add constraint score_pkey primary key (organisation_id, group_id, context_id, vulnerability_id);
drop index score_worst;
create index score_worst on basis_score (organisation_id, score desc, basis_id, group_id, context_id, vulnerability_id) where open_devices > 0;
drop index score_vulnerability;
create index score_vulnerability on basis_score (organisation_id, vulnerability_id, basis_id, group_id, context_id);

-- The number of open devices is that of all configurations of the group. Its basis is not asked too: the planner would take it
-- for a second condition.
create view score as
  select l.organisation_id, l.configuration_id, s.context_id, s.vulnerability_id, s.score, s.band, s.likelihood, s.safety, s.care,
    s.privacy, s.digest, s.scored_at, s.open_devices, s.basis_id
  from configuration_basis l
  join basis_score s on s.organisation_id = l.organisation_id and s.group_id = l.group_id;

-- What a database alone says is stored in a few short columns, as it comes by the million: who says it stands in advisory_id, and
-- evidence is made when it is asked for.
drop view match;
drop index match_advisories;
alter table basis_match
  alter evidence drop not null,
  alter advisory_ids drop not null, alter advisory_ids drop default,
  alter supported_by drop not null, alter supported_by drop default,
  alter affected_by drop not null, alter affected_by drop default,
  alter digest drop not null, alter digest drop default;
create index match_advisories on basis_match using gin (advisory_ids) where advisory_ids is not null;
-- `advisory_ids` is null where a database alone speaks.
create view match as
  select l.organisation_id, l.configuration_id, m.vulnerability_id, m.answer, m.probability, m.advisory_id,
    coalesce(m.evidence, '[]') as evidence, m.matched_at, m.withdrawn_at, m.advisory_ids,
    coalesce(m.supported_by, case m.answer when 'not_affected' then '{}' else array[m.advisory_id] end) as supported_by,
    coalesce(m.affected_by, case m.answer when 'affected' then array[m.advisory_id] else '{}' end) as affected_by,
    m.because, m.asks, m.asks_option, m.basis_id
  from configuration_basis l
  join basis_match m on m.organisation_id = l.organisation_id and m.basis_id = l.basis_id;
