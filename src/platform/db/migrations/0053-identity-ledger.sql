-- What made two devices one, or one two: each entry can be taken back.
create table identity_entry (
  organisation_id   uuid not null references organisation,
  id                uuid not null,
  at                timestamptz not null default now(),
  kind              text not null check (kind in ('merge', 'split')),
  -- A merge takes the records of `from_device_id` to `to_device_id`; a split takes some to a device that was not there before.
  from_device_id    uuid not null,
  to_device_id      uuid not null,
  -- Null where Homeostat itself did it, from what the records say.
  actor_id          uuid,
  actor_name        text not null,
  run_id            uuid,
  reason            text not null,
  -- How likely it was that the two were one device; null where a person said so.
  probability       real,
  -- What went along with the records, so that it can go back.
  carried           jsonb not null default '{}',
  undone_at         timestamptz,
  undone_by         text,
  primary key (organisation_id, id),
  foreign key (organisation_id, from_device_id) references device,
  foreign key (organisation_id, to_device_id) references device
);
create index identity_entry_from on identity_entry (organisation_id, from_device_id);
create index identity_entry_to on identity_entry (organisation_id, to_device_id);
create index identity_entry_at on identity_entry (organisation_id, at desc, id);

-- Observations, present and past, that an entry took from the one device to the other.
create table identity_move (
  organisation_id   uuid not null,
  entry_id          uuid not null,
  observation_id    uuid not null,
  primary key (organisation_id, entry_id, observation_id),
  foreign key (organisation_id, entry_id) references identity_entry,
  foreign key (organisation_id, observation_id) references observation
);
create index identity_move_observation on identity_move (organisation_id, observation_id);
