-- Of which devices waiting records are stands apart from these: beside them, all that they say would be written once more.
create table arrival_place (
  organisation_id  uuid not null,
  source_id        uuid not null,
  source_key       text not null,
  -- Of the record as it was then; of another one it says nothing.
  digest           text not null,
  -- It is made next.
  device_id        uuid not null,
  primary key (organisation_id, source_id, source_key)
);
create index arrival_place_device on arrival_place (organisation_id, device_id);

insert into arrival_place (organisation_id, source_id, source_key, digest, device_id)
select organisation_id, source_id, source_key, digest, device_id from arrival where device_id is not null;
drop index arrival_decided;
alter table arrival drop column device_id;
-- As of observations: sources and what they say are written by one hand, and a source with records stays.
alter table arrival drop constraint arrival_organisation_id_source_id_fkey;
