-- Configurations that a device had before its present one. How old a finding without a row of its own is follows from what matched
-- these: one row for each change of a device instead of one for each of its findings.
create table device_past (
  organisation_id   uuid not null,
  device_id         uuid not null,
  configuration_id  uuid not null,
  since             timestamptz not null,
  -- When the configuration behind it was matched.
  ended_at          timestamptz not null,
  -- What the history of a finding says of the change: who said it, from where, and of which day.
  actor_id          uuid,
  actor_name        text not null,
  source_name       text not null,
  is_read           boolean not null,
  observed_at       timestamptz not null,
  primary key (organisation_id, device_id, ended_at),
  foreign key (organisation_id, device_id) references device,
  foreign key (organisation_id, configuration_id) references configuration
);

-- When a finding was opened that was open on earlier configurations without a break, and is matched since `matched` on the present
-- one; null where it was not open on the last of them.
create function carried_since(organisation uuid, device uuid, vulnerability text, matched timestamptz) returns timestamptz
language plpgsql stable as $$
declare
  opened timestamptz;
  following timestamptz := matched;
  past record;
begin
  for past in
    select p.since, p.ended_at, m.matched_at from device_past p
    left join match m on m.organisation_id = p.organisation_id and m.configuration_id = p.configuration_id
      and m.vulnerability_id = vulnerability and m.answer <> 'not_affected' and m.matched_at <= p.ended_at
    where p.organisation_id = organisation and p.device_id = device
    order by p.ended_at desc
  loop
    exit when past.matched_at is null or following > past.ended_at;
    opened := greatest(past.matched_at, past.since);
    following := past.matched_at;
  end loop;
  return opened;
end $$;
