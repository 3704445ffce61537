-- What somebody said otherwise since is not in force, and is again once that is taken back.
alter table identity_verdict add column displaced_by uuid;
create index identity_verdict_displaced on identity_verdict (organisation_id, displaced_by) where displaced_by is not null;

-- In which device an observation stood before: until that moment. Written by the database when the identity ledger moves it, so that a
-- past day finds each record where it was, in whatever order merges and splits were made, undone and made again.
create table observation_past (
  organisation_id  uuid not null,
  observation_id   uuid not null,
  until            timestamptz not null,
  device_id        uuid not null,
  primary key (organisation_id, observation_id, until),
  foreign key (organisation_id, observation_id) references observation,
  foreign key (organisation_id, device_id) references device
);
create index observation_past_device on observation_past (organisation_id, device_id, until);

create function keep_observation_past() returns trigger language plpgsql as $$
begin
  -- Twice in one transaction: nobody saw where it stood between.
  insert into observation_past (organisation_id, observation_id, until, device_id)
    values (old.organisation_id, old.id, now(), old.device_id) on conflict do nothing;
  return null;
end $$;
create trigger observation_moved after update of device_id on observation
  for each row when (old.device_id <> new.device_id and old.recorded_at < now()) execute function keep_observation_past();

-- What was moved before now, as the ledger tells it.
insert into observation_past (organisation_id, observation_id, until, device_id)
  select m.organisation_id, m.observation_id, e.at, e.from_device_id
  from identity_move m join identity_entry e on e.organisation_id = m.organisation_id and e.id = m.entry_id
  union all
  select m.organisation_id, m.observation_id, e.undone_at, e.to_device_id
  from identity_move m join identity_entry e on e.organisation_id = m.organisation_id and e.id = m.entry_id
  where e.undone_at is not null
  union all
  -- Recorded of the same records while an entry stood that was undone afterwards.
  select o.organisation_id, o.id, k.undone_at, k.to_device_id
  from (
    select distinct e.organisation_id, e.at, e.undone_at, e.to_device_id, x.source_id, x.source_key, x.device_id
    from identity_entry e join identity_move m on m.organisation_id = e.organisation_id and m.entry_id = e.id
    join observation x on x.organisation_id = m.organisation_id and x.id = m.observation_id
    where e.undone_at is not null
  ) k
  join observation o on o.organisation_id = k.organisation_id and o.device_id = k.device_id
    and o.source_id = k.source_id and o.source_key = k.source_key and o.recorded_at >= k.at and o.recorded_at < k.undone_at
  on conflict do nothing;
