-- Which updates of Windows are installed makes a configuration: what Microsoft says hangs on it.
alter table configuration add column installed_updates text[] not null default '{}';

-- Devices whose record an earlier version made without something that it has now; made again at the end of the next run.
create table device_behind (
  organisation_id  uuid not null references organisation,
  device_id        uuid not null,
  primary key (organisation_id, device_id)
);
insert into device_behind (organisation_id, device_id)
  select organisation_id, id from device
  where gone_at is null and jsonb_typeof(golden -> 'installedUpdates') = 'array' and golden -> 'installedUpdates' <> '[]';

-- The state of Microsoft's updates that findings follow, beside those of NVD and OSV.
alter table followed_databases add column msrc bigint not null default 0;
-- The version of the last change of `msrc_cve`: what is taken out of it changes it too.
alter table intelligence_state add column msrc bigint not null default 0;
update intelligence_state set msrc = (select coalesce(max(version), 0) from msrc_cve);
