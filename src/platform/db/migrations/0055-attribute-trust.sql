-- How far a source is believed on one attribute, where people say so; else it follows from the source's trust and its trade.
create table attribute_trust (
  organisation_id  uuid not null,
  source_id        uuid not null,
  attribute        text not null,
  trust            int not null check (trust between 0 and 100),
  primary key (organisation_id, source_id, attribute),
  foreign key (organisation_id, source_id) references source on delete cascade
);

-- What was believed before, so that a past day can be shown as it was: in force until that moment.
create table trust_past (
  organisation_id  uuid not null,
  source_id        uuid not null,
  -- Empty for the source in general.
  attribute        text not null,
  -- Null where nobody had said anything of the attribute.
  trust            int,
  until            timestamptz not null,
  primary key (organisation_id, source_id, attribute, until),
  foreign key (organisation_id, source_id) references source on delete cascade
);

create function keep_source_trust() returns trigger language plpgsql as $$
begin
  insert into trust_past (organisation_id, source_id, attribute, trust, until)
    values (old.organisation_id, old.id, '', old.trust, now()) on conflict do nothing;
  return null;
end $$;
create trigger source_trust_changed after update of trust on source
  for each row when (old.trust <> new.trust) execute function keep_source_trust();

-- What devices were known as. The present record stands in `device`, since `known_since`; each record before it is a row here, from
-- its first moment to the one at which it was no more. Whoever changes the record, the past is kept in the same transaction.
create table device_version (
  organisation_id  uuid not null,
  device_id        uuid not null,
  known_since      timestamptz not null,
  known_until      timestamptz not null,
  name             text not null,
  search           text not null,
  manufacturer     text,
  model            text,
  device_type      text,
  site             text,
  care_area        text,
  lifecycle        text not null,
  criticality      text not null,
  care_setting     text not null,
  is_active        boolean not null,
  -- Without `lastSeenAt`, which changes with every reading and is asked of the observations.
  golden           jsonb not null,
  primary key (organisation_id, device_id, known_since),
  foreign key (organisation_id, device_id) references device
);
create index device_version_name on device_version (organisation_id, name, device_id, known_since, known_until);
create index device_version_site on device_version (organisation_id, (coalesce(site, '') || ' ' || coalesce(care_area, '') || ' ' || name), device_id);

alter table device add column known_since timestamptz not null default now();

create function keep_device_version() returns trigger language plpgsql as $$
begin
  -- Twice in one transaction: nobody saw what stood between.
  if old.gone_at is null and old.known_since < now() then
    insert into device_version (organisation_id, device_id, known_since, known_until, name, search, manufacturer, model, device_type,
        site, care_area, lifecycle, criticality, care_setting, is_active, golden)
      values (old.organisation_id, old.id, old.known_since, now(), old.name, old.search, old.manufacturer, old.model, old.device_type,
        old.site, old.care_area, old.lifecycle, old.criticality, old.care_setting, old.is_active, old.golden - 'lastSeenAt')
      on conflict do nothing;
  end if;
  new.known_since := now();
  return new;
end $$;
create trigger device_changed before update of name, search, golden, criticality, care_setting, is_active, gone_at on device
  for each row when (
    (old.gone_at is null) <> (new.gone_at is null)
    or (new.gone_at is null and (
      old.name <> new.name or old.search <> new.search or old.criticality <> new.criticality
      or old.care_setting <> new.care_setting or old.is_active <> new.is_active
      or (old.golden <> new.golden and old.golden - 'lastSeenAt' <> new.golden - 'lastSeenAt'))))
  execute function keep_device_version();

-- What was said before this version: a device is there since its first record, and what its records made of it on the way is worked out
-- at the end of the next run, with the records of several sources, which are weighed otherwise from here on.
update device d set known_since = o.first from (
  select organisation_id, device_id, min(recorded_at) as first from observation group by 1, 2
) o where o.organisation_id = d.organisation_id and o.device_id = d.id;

create table device_untold (
  organisation_id  uuid not null,
  device_id        uuid not null,
  primary key (organisation_id, device_id),
  foreign key (organisation_id, device_id) references device
);
insert into device_untold (organisation_id, device_id)
  select organisation_id, device_id from observation
  group by 1, 2 having count(distinct recorded_at) > 1 or count(retracted_at) > 0;
insert into device_behind (organisation_id, device_id)
  select organisation_id, device_id from observation where superseded_at is null and retracted_at is null
  group by 1, 2 having count(distinct source_id) > 1
  on conflict do nothing;

-- A device's observations in the order in which they were recorded.
create index observation_recorded on observation (organisation_id, device_id, recorded_at);
drop index observation_device;
