alter table person add column last_seen_at timestamptz;

-- A mail that does not go out is tried again, ever more rarely.
alter table notification add column mail_attempts int not null default 0;
alter table notification add column mail_after timestamptz;

-- The trail is only ever added to.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the table % is only ever added to', tg_table_name;
end
$$;
create trigger audit_entry_append_only before update or delete or truncate on audit_entry
  for each statement execute function refuse_change();

create index audit_entry_actor on audit_entry (organisation_id, actor_id, id);
create index session_person on session (organisation_id, person_id);
create index notification_person on notification (organisation_id, person_id, id desc);
create index notification_unmailed on notification (organisation_id, person_id) where mailed_at is null;
create unique index access_link_set_up on access_link (organisation_id) where purpose = 'set_up' and used_at is null;
