-- Who may approve decisions of others: granted by name, beside the role.
alter table person add column approves boolean not null default false;

-- Which decisions need how many approvers. The newest version is in force; without one, none.
create table approval_rule (
  organisation_id  uuid not null references organisation,
  version          int not null,
  content          jsonb not null,
  hash             text not null,
  adopted_at       timestamptz not null default now(),
  adopted_by       text not null,
  reason           text not null,
  primary key (organisation_id, version)
);

-- A decision as somebody proposed it. It has no effect before its state is `taken`; then rows of `decision` name it.
create table decision_proposal (
  organisation_id    uuid not null references organisation,
  id                 uuid not null,
  -- On what: one finding, a group, everywhere, or findings one by one.
  scope              jsonb not null,
  -- The same in words.
  words              text not null,
  decision           text not null check (decision in ('not_affected', 'mitigated', 'accepted', 'deferred', 'false_positive')),
  reason             text not null,
  evidence           text not null default '',
  justification      text,
  premises           jsonb not null,
  expires_on         date,
  -- SHA-256 of all of this.
  content_hash       text not null,
  -- What it came to when it was proposed: findings, devices, the worst band, how many have to approve.
  level              jsonb not null,
  -- By what a finding tells that it may be meant. Null: any.
  vulnerability_ids  text[] not null,
  product_keys       text[],
  sites              text[],
  device_ids         uuid[],
  -- The decision of which it is the renewal.
  renews             uuid,
  -- Of the rule that was in force; null where none was.
  rule_version       int,
  -- Why one key passed, where the rule let it.
  one_key            text,
  state              text not null check (state in ('waiting', 'taken', 'refused', 'withdrawn', 'lapsed')),
  proposed_at        timestamptz not null default clock_timestamp(),
  proposed_by        text not null,
  proposed_by_id     uuid,
  closed_at          timestamptz,
  closed_by          text,
  closed_reason      text,
  -- The record of it as it took effect: canonical JSON, and its SHA-256.
  record             text,
  record_hash        text,
  record_number      int,
  primary key (organisation_id, id),
  check ((state = 'waiting') = (closed_at is null)),
  check ((state = 'taken') = (record is not null)),
  check ((record is null) = (record_hash is null) and (record is null) = (record_number is null))
);
create index decision_proposal_waiting on decision_proposal (organisation_id, proposed_at, id) where state = 'waiting';
create unique index decision_proposal_record on decision_proposal (organisation_id, record_number) where record_number is not null;
create index decision_proposal_record_hash on decision_proposal (organisation_id, record_hash) where record_hash is not null;
create index decision_proposal_renews on decision_proposal (organisation_id, renews) where renews is not null;

create table decision_approval (
  organisation_id  uuid not null,
  proposal_id      uuid not null,
  id               uuid not null,
  person_id        uuid not null,
  person_name      text not null,
  at               timestamptz not null default clock_timestamp(),
  -- SHA-256 of content and level: what was approved, and nothing else.
  hash             text not null,
  note             text not null default '',
  primary key (organisation_id, proposal_id, id),
  unique (organisation_id, proposal_id, person_id, hash),
  foreign key (organisation_id, proposal_id) references decision_proposal
);

-- What was proposed, approved and recorded stays as it is.
create function keep_decision_proposal() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state <> 'waiting' or new.content_hash <> old.content_hash or new.scope <> old.scope or new.decision <> old.decision
    or new.reason <> old.reason or new.evidence <> old.evidence or new.premises <> old.premises
    or new.expires_on is distinct from old.expires_on or new.proposed_by_id is distinct from old.proposed_by_id then
    raise exception 'a proposed decision stays as it is';
  end if;
  return new;
end $$;
create trigger decision_proposal_kept before update or delete on decision_proposal for each row execute function keep_decision_proposal();
create function keep_decision_approval() returns trigger language plpgsql as $$
begin
  raise exception 'an approval stays as it is';
end $$;
create trigger decision_approval_kept before update or delete on decision_approval for each row execute function keep_decision_approval();

alter table decision
  add column decided_by_id uuid,
  -- As it was asked for, so that it can be asked for again.
  add column scope jsonb,
  add column proposal_id uuid,
  -- The decision of which it is the renewal.
  add column renews uuid;
create index decision_of_proposal on decision (organisation_id, proposal_id) where proposal_id is not null;
create index decision_renews on decision (organisation_id, renews) where renews is not null;

-- Entries that name the record of a decision by its hash.
create index audit_entry_record on audit_entry (organisation_id, (detail ->> 'record')) where detail ? 'record';
