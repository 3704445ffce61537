-- What people say of two records: that they are of one device, or of two. Records are named by source and key, since observations come
-- and go; the two of a pair stand in order.
create table identity_verdict (
  organisation_id   uuid not null references organisation,
  -- One answer of a person, which may speak of several pairs.
  id                uuid not null,
  source_a          uuid not null,
  key_a             text not null,
  source_b          uuid not null,
  key_b             text not null,
  answer            text not null check (answer in ('same', 'different')),
  person_id         uuid,
  person_name       text not null,
  at                timestamptz not null default now(),
  reason            text not null,
  -- The merge or split that was made of it, to be taken back with it.
  entry_id          uuid,
  withdrawn_at      timestamptz,
  withdrawn_by      text,
  primary key (organisation_id, id, source_a, key_a, source_b, key_b)
);
create unique index identity_verdict_in_force on identity_verdict (organisation_id, source_a, key_a, source_b, key_b)
  where withdrawn_at is null;
create index identity_verdict_b on identity_verdict (organisation_id, source_b, key_b);
create index identity_verdict_entry on identity_verdict (organisation_id, entry_id) where entry_id is not null;

-- Pairs of records of which a person must say whether they are of one device: one row a pair.
create table identity_review (
  organisation_id   uuid not null references organisation,
  id                uuid not null,
  source_a          uuid not null,
  key_a             text not null,
  source_b          uuid not null,
  key_b             text not null,
  -- How likely it is that they are of one device, 0 to 1.
  probability       real not null,
  worth             real not null,
  -- [{ field, bits }]: what speaks for one device, and against it where bits are negative.
  reasons           jsonb not null,
  opened_at         timestamptz not null default now(),
  settled_at        timestamptz,
  settled_by        text,
  settlement        text,
  verdict_id        uuid,
  later_until       date,
  later_by          text,
  later_reason      text,
  -- A look at the device that was asked for, and what it brought.
  work_order_id     uuid,
  checked           text,
  primary key (organisation_id, id),
  unique (organisation_id, source_a, key_a, source_b, key_b)
);
create index identity_review_open on identity_review (organisation_id, worth desc, probability desc, id) where settled_at is null;
create index identity_review_b on identity_review (organisation_id, source_b, key_b);
create index identity_review_order on identity_review (organisation_id, work_order_id) where work_order_id is not null;
create index identity_review_verdict on identity_review (organisation_id, verdict_id) where verdict_id is not null;

alter table conflict add column later_until date;
alter table conflict add column later_by text;
alter table conflict add column later_reason text;
alter table conflict add column work_order_id uuid;
create index conflict_order on conflict (organisation_id, work_order_id) where work_order_id is not null;
