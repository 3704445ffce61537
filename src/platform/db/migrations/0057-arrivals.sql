-- Records that no device stands for yet: they wait until their run has ended, and are then placed all together, so that neither their
-- order nor a crash makes a difference.
create table arrival (
  organisation_id  uuid not null,
  source_id        uuid not null,
  source_key       text not null,
  run_id           uuid,
  -- The time of the run that brought it.
  at               timestamptz not null,
  observed_at      timestamptz not null,
  digest           text not null,
  claims           jsonb not null,
  raw              jsonb,
  -- The device that it was found to be of; it is made next.
  device_id        uuid,
  primary key (organisation_id, source_id, source_key),
  foreign key (organisation_id, source_id) references source
);
create index arrival_decided on arrival (organisation_id, device_id) where device_id is not null;

-- By what else a record is looked for: its serial number with characters written alike made one, and its host name.
alter table identifier drop constraint identifier_kind_check;
alter table identifier add constraint identifier_kind_check check (kind in ('serial', 'mac', 'asset_tag', 'folded', 'host'));
insert into identifier (organisation_id, kind, value, observation_id, device_id)
select organisation_id, 'folded', folded, observation_id, device_id
from (
  select *, regexp_replace(translate(value, 'OQDILSBZG', '000115826'), '^0+(?=.)', '') as folded from identifier where kind = 'serial'
) i
where folded <> value;
insert into identifier (organisation_id, kind, value, observation_id, device_id)
select organisation_id, 'host', host, id, device_id
from (
  select *, split_part(lower(trim(claims ->> 'hostname')), '.', 1) as host from observation
  where superseded_at is null and retracted_at is null and claims ->> 'hostname' is not null
) o
where host <> '';
