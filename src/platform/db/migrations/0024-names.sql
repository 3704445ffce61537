-- What an organisation says of names in its inventory: over what is known of companies, for all its devices, from then on
-- and for what was matched before. A rule is never deleted; one that is taken back, or replaced, says by whom and why.
create table name_rule (
  organisation_id  uuid not null references organisation,
  id               uuid not null,
  kind             text not null check (kind in ('vendor', 'not_vendor', 'model')),
  name             text not null,
  maker            text not null,
  model            text check ((kind = 'model') = (model is not null)),
  -- One for spellings that are one name.
  spelling         text not null,
  note             text not null,
  set_at           timestamptz not null default now(),
  set_by           text not null,
  undone_at        timestamptz,
  undone_by        text,
  undone_reason    text,
  primary key (organisation_id, id)
);
create unique index name_rule_in_force on name_rule (organisation_id, kind, spelling) where undone_at is null;

-- Proposals that somebody refused: they do not come again.
create table name_refusal (
  organisation_id  uuid not null references organisation,
  spelling         text not null,
  maker            text not null,
  reason           text not null,
  refused_at       timestamptz not null default now(),
  refused_by       text not null,
  primary key (organisation_id, spelling, maker)
);

alter table match_run drop constraint match_run_trigger_check,
  add constraint match_run_trigger_check check (trigger in ('person', 'advisories', 'devices', 'aliases'));
