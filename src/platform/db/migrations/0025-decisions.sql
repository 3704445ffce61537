-- A person's decision is a thing of its own: taken once, on what premises, and holding on every finding on which these
-- premises hold. A finding's own columns say which decision is in force on it.

create table decision (
  organisation_id    uuid not null references organisation,
  id                 uuid not null,
  -- `none`: whatever was decided before is over.
  decision           text not null check (decision in ('none', 'not_affected', 'mitigated', 'accepted', 'deferred', 'false_positive')),
  reason             text not null,
  -- Why not affected, in VEX's words.
  justification      text,
  -- What it was taken on; null for one device.
  advisory_id        text,
  manufacturer       text not null,
  model              text not null,
  vulnerability_ids  text[] not null,
  -- Maker and model in lower case, where other devices of them come under it as well; null where it stays on the findings
  -- that it was taken on.
  product_key        text,
  -- Each one has to hold.
  premises           jsonb not null,
  -- The last day on which it is in force.
  expires_on         date,
  decided_at         timestamptz not null default clock_timestamp(),
  decided_by         text not null,
  withdrawn_at       timestamptz,
  withdrawn_by       text,
  withdrawn_reason   text,
  -- When people were last told that it broke somewhere.
  announced_at       timestamptz,
  -- Findings by how it stands with them.
  holding            int not null default 0,
  carried            int not null default 0,
  broken             int not null default 0,
  asking             int not null default 0,
  primary key (organisation_id, id)
);
create index decision_product on decision (organisation_id, product_key) where product_key is not null;
create index decision_vulnerabilities on decision using gin (vulnerability_ids);
create index decision_expiring on decision (organisation_id, expires_on) where expires_on is not null and holding > 0;

-- How a decision stands with a finding that it is, or was, in force on, or would be if something were known.
create table decision_standing (
  organisation_id   uuid not null,
  decision_id       uuid not null,
  device_id         uuid not null,
  vulnerability_id  text not null references vulnerability,
  -- taken: about to be judged for the first time. over: another decision is in force, or there is nothing left to decide.
  state             text not null check (state in ('taken', 'holds', 'broken', 'asks', 'over', 'withdrawn')),
  -- False where it was taken on this very finding: then no older decision takes its place where it breaks.
  is_carried        boolean not null,
  -- What the premises were compared with when it began to hold here.
  checked           jsonb not null default '[]',
  -- What does not hold, or of which nobody can tell.
  failing           jsonb not null default '[]',
  -- The attribute of the device that settles it, where it asks.
  asks              text,
  asks_option       text not null default '',
  since             timestamptz not null default now(),
  primary key (organisation_id, device_id, vulnerability_id, decision_id),
  foreign key (organisation_id, decision_id) references decision
);
create index decision_standing_state on decision_standing (organisation_id, decision_id, state, is_carried);
create index decision_standing_open on decision_standing (organisation_id, device_id, vulnerability_id)
  where state in ('broken', 'asks');

alter table finding add column decision_id uuid;

-- What was decided until now holds as it did, on the findings that it was taken on: its only premise is its last day.
insert into decision (organisation_id, id, decision, reason, manufacturer, model, vulnerability_ids, premises, expires_on, decided_at, decided_by, holding)
  select organisation_id, gen_random_uuid(), decision, coalesce(decision_reason, ''), '', '', array_agg(distinct vulnerability_id order by vulnerability_id),
    '[]', decision_expires_on, coalesce(decided_at, now()), coalesce(decided_by, 'Homeostat'), count(*)
  from finding where decision <> 'none'
  group by organisation_id, decision, decision_reason, decision_expires_on, decided_at, decided_by;
update finding f set decision_id = d.id from decision d
  where f.decision <> 'none' and d.organisation_id = f.organisation_id and d.decision = f.decision
    and d.reason = coalesce(f.decision_reason, '') and d.expires_on is not distinct from f.decision_expires_on
    and (f.decided_at is null or d.decided_at = f.decided_at) and d.decided_by = coalesce(f.decided_by, 'Homeostat');
insert into decision_standing (organisation_id, decision_id, device_id, vulnerability_id, state, is_carried, since)
  select organisation_id, decision_id, device_id, vulnerability_id, 'holds', false, coalesce(decided_at, now())
  from finding where decision_id is not null;
