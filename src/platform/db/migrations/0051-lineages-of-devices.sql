-- Devices that came the same way to their present configuration have the same ages of findings: lists by time group them by it.
alter table device_past add column lineage uuid;
-- The one before the device's present configuration.
alter table device_past add column is_last boolean not null default false;

-- Sets both for these devices, or for all: a lineage is the digest of all pasts of a device up to one of them.
create function relate_pasts(organisation uuid, devices uuid[]) returns void language sql as $$
  update device_past p set lineage = w.lineage, is_last = w.is_last
  from (
    select organisation_id, device_id, ended_at,
      md5(string_agg(configuration_id || ' ' || extract(epoch from since) || ' ' || extract(epoch from ended_at), ',') over earlier)::uuid
        as lineage,
      ended_at = max(ended_at) over (partition by organisation_id, device_id) as is_last
    from device_past
    where (organisation is null or organisation_id = organisation) and (devices is null or device_id = any(devices))
    window earlier as (partition by organisation_id, device_id order by ended_at)
  ) w
  where p.organisation_id = w.organisation_id and p.device_id = w.device_id and p.ended_at = w.ended_at
    and (p.lineage, p.is_last) is distinct from (w.lineage, w.is_last)
$$;
select relate_pasts(null, null);

create index device_past_last on device_past (organisation_id, device_id) include (lineage) where is_last;
