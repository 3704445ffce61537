-- What a finding answers to the decision points of an appetite, beside its score: one number for all that answer alike. Null: not
-- worked out yet; -1: open nowhere when it was.
alter table basis_score add column points int;

-- The worklist by action walks down the scores of each class.
create index score_points on basis_score (organisation_id, points, score desc, basis_id, group_id, context_id, vulnerability_id)
  where open_devices > 0;
-- Which classes there are, whether or not a device has them open.
create index score_class on basis_score (organisation_id, points);

create or replace view score as
  select l.organisation_id, l.configuration_id, s.context_id, s.vulnerability_id, s.score, s.band, s.likelihood, s.safety, s.care,
    s.privacy, s.digest, s.scored_at, s.open_devices, s.basis_id, s.points
  from configuration_basis l
  join basis_score s on s.organisation_id = l.organisation_id and s.group_id = l.group_id;

-- The appetite that findings follow, as it was adopted.
create table appetite_followed (
  organisation_id  uuid primary key references organisation,
  version          int not null,
  -- SHA-256 of the content.
  hash             text not null,
  content          jsonb not null,
  since            timestamptz not null,
  -- When it was last looked whom to tell that time runs out.
  escalated_at     timestamptz
);
-- Groups of findings, with the day they are due, of which somebody was told.
create table escalation_told (
  organisation_id  uuid not null references organisation,
  -- SHA-256 of the group, the step and the day.
  key              text not null,
  at               timestamptz not null default now(),
  primary key (organisation_id, key)
);
insert into appetite_followed (organisation_id, version, hash, content, since)
  select organisation_id, version, hash, content, adopted_at from appetite_version where state = 'adopted';
