-- What risk the hospital bears, and how soon it acts on what it does not, as decision tables in versions. One is being written, one
-- is in force, and those before it stay as they were.
create table appetite_version (
  organisation_id  uuid not null references organisation,
  id               uuid not null,
  state            text not null check (state in ('draft', 'adopted', 'superseded')),
  -- 1, 2, 3 … in the order of adoption; null of the draft.
  version          int,
  -- As `Appetite` of the API.
  content          jsonb not null,
  -- SHA-256 of the content with its keys in order.
  hash             text not null,
  edited_at        timestamptz not null default clock_timestamp(),
  edited_by        text not null,
  adopted_at       timestamptz,
  adopted_by       text,
  reason           text,
  superseded_at    timestamptz,
  primary key (organisation_id, id),
  unique (organisation_id, version),
  check ((state = 'draft') = (version is null and adopted_at is null and adopted_by is null and reason is null)),
  check ((state = 'superseded') = (superseded_at is not null))
);
create unique index appetite_version_draft on appetite_version (organisation_id) where state = 'draft';
create unique index appetite_version_adopted on appetite_version (organisation_id) where state = 'adopted';

-- What was in force can be read for ever, and never otherwise.
create function keep_adopted_appetite() returns trigger language plpgsql as $$
begin
  if old.state <> 'draft' and (new.content <> old.content or new.hash <> old.hash or new.version <> old.version or new.state = 'draft') then
    raise exception 'an adopted appetite stays as it is';
  end if;
  return new;
end $$;
create trigger appetite_version_kept before update on appetite_version for each row execute function keep_adopted_appetite();
