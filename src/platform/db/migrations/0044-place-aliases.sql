-- What an organisation says of the places in its inventory: a site, or a care area of a site, is another name of one, or a
-- place of its own that spelling must not join. Devices keep the texts that they have. A rule is never deleted; one that is
-- taken back, or replaced, says by whom and why.
create table place_rule (
  organisation_id  uuid not null references organisation,
  id               uuid not null,
  kind             text not null check (kind in ('site', 'site_apart', 'care_area', 'care_area_apart')),
  -- Of a care area; empty where devices state none.
  site             text check ((kind in ('care_area', 'care_area_apart')) = (site is not null)),
  name             text not null,
  meant            text check ((kind in ('site', 'care_area')) = (meant is not null)),
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
create unique index place_rule_in_force on place_rule (organisation_id, kind, spelling) where undone_at is null;

-- Proposals that somebody refused: they do not come again.
create table place_refusal (
  organisation_id  uuid not null references organisation,
  spelling         text not null,
  meant            text not null,
  reason           text not null,
  refused_at       timestamptz not null default now(),
  refused_by       text not null,
  primary key (organisation_id, spelling, meant)
);
