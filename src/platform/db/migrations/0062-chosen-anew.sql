-- Values are chosen otherwise from here on: agreement of sources and what is damaged count. Records that stand on several observations are
-- decided anew at the end of the next run; what they were known as before stays in their versions.
insert into device_behind (organisation_id, device_id)
  select organisation_id, device_id from observation where superseded_at is null and retracted_at is null
  group by 1, 2 having count(*) > 1
  on conflict do nothing;
