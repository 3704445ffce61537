-- FDA's product codes and its database of device identifiers: reference tables, which belong to no organisation (ADR 0004).
create table fda_product_code (
  code         text primary key,
  -- As of model/device-catalogue.ts.
  entry        jsonb not null,
  digest       text not null,
  stored_at    timestamptz not null default now(),
  delisted_at  timestamptz
);

create table gudid_device (
  di             text primary key,
  status         text not null,
  -- Null in releases before 2017.
  version        integer,
  version_on     date,
  company        text not null,
  brand          text not null,
  model          text not null,
  -- Small letters and digits alone, by which an inventory's texts find it; empty where too short to tell anything.
  model_key      text not null,
  catalog_key    text not null,
  brand_key      text not null,
  product_codes  text[] not null,
  -- What is beside these in model/device-catalogue.ts.
  more           jsonb not null,
  digest         text not null,
  stored_at      timestamptz not null default now()
);
create index gudid_device_model on gudid_device (model_key) where model_key <> '' and status = 'published';
create index gudid_device_catalog on gudid_device (catalog_key) where catalog_key <> '' and status = 'published';
create index gudid_device_brand on gudid_device (brand_key) where brand_key <> '' and status = 'published';
create index gudid_device_whole on gudid_device ((brand_key || model_key)) where brand_key <> '' and status = 'published';

-- Identifiers of packages, units of use and marks on the device, and which record they stand in.
create table gudid_identifier (
  device_id  text not null,
  di         text not null references gudid_device on delete cascade,
  primary key (device_id, di)
);
create index gudid_identifier_di on gudid_identifier (di);

-- Another number with every page that changed something of these.
alter table intelligence_state add column device_catalogue bigint not null default 0;
create sequence device_catalogue_version;

-- What FDA says of how much harm the devices can do, by their identifier or name: `life_sustaining`, `high`; null where nothing.
alter table configuration add column told_criticality text;

-- What the hospital says of a model's support (IMDRF/CYBER WG/N70, clause 5): the newest word on a stage of one spelling counts.
create table model_stage (
  organisation_id  uuid not null references organisation,
  id               uuid not null,
  manufacturer     text not null,
  model            text not null,
  stage            text not null,
  -- Null where the word before was taken back.
  starts_on        date,
  reason           text not null,
  recorded_by      text not null,
  recorded_at      timestamptz not null default now(),
  primary key (organisation_id, id)
);
create index model_stage_model on model_stage (organisation_id, manufacturer, model, stage, recorded_at desc);
