-- MDS2 forms: what a maker discloses of a model's security. Bound as bills of materials are.

create table mds2_form (
  organisation_id  uuid not null references organisation,
  id               uuid not null,
  file_id          uuid not null,
  -- SHA-256 of the file: the same again for the same model is no new form.
  digest           text not null,
  edition          text not null check (edition in ('2013', '2019')),
  -- What it says of itself: maker, model, version, document.
  subject          jsonb not null,
  -- What it is bound to: manufacturer and model, and an expression of versions; '' is every version.
  manufacturer     text not null,
  model            text not null,
  versions         text not null,
  -- The day that it says it was released; null where none can be read.
  released_on      date,
  answers          jsonb not null,
  -- Whether the device holds patients' data, by its answers; null where they leave it open.
  holds_data       boolean,
  remarks          jsonb not null,
  uploaded_at      timestamptz not null default now(),
  uploaded_by      text not null,
  -- A form that another took the place of is kept, and comes back when that one is removed.
  replaced_by      uuid,
  removed_at       timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, file_id) references stored_file
);
create unique index mds2_form_once on mds2_form (organisation_id, digest, manufacturer, model, versions) where removed_at is null;

-- Whether the form that counts for a configuration says that its devices hold patients' data; null where none says so.
alter table configuration add column discloses_data boolean;
-- Whose word stores_phi is: mds2; '' is the inventory's.
alter table context add column stores_phi_by text not null default '';
-- Every batch of observations asks which configurations are marked in either way.
drop index configuration_told_apart;
create index configuration_marked on configuration (organisation_id, id) where is_told_apart or discloses_data is not null;
