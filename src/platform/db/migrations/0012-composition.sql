-- What is inside a model: bills of materials, their components, and what they say of vulnerabilities.

create table sbom (
  organisation_id  uuid not null references organisation,
  id               uuid not null,
  file_id          uuid not null,
  -- SHA-256 of the file: the same again for the same model is no new bill.
  digest           text not null,
  format           text not null check (format in ('cyclonedx', 'spdx')),
  format_version   text not null,
  serial_number    text not null,
  revision         text not null,
  author           text not null,
  tool             text not null,
  -- When the bill says that it was made; null where it does not say so, or not in a way that can be read.
  stated_at        timestamptz,
  subject          jsonb not null,
  -- What it is bound to: manufacturer and model, and an expression of versions; '' is every version.
  manufacturer     text not null,
  model            text not null,
  versions         text not null,
  components       int not null,
  dependencies     int not null,
  statements       int not null,
  remarks          jsonb not null,
  uploaded_at      timestamptz not null default now(),
  uploaded_by      text not null,
  -- A bill that another took the place of is kept, and comes back when that one is removed.
  replaced_by      uuid,
  removed_at       timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, file_id) references stored_file
);
create unique index sbom_once on sbom (organisation_id, digest, manufacturer, model, versions) where removed_at is null;

create table sbom_component (
  organisation_id  uuid not null,
  sbom_id          uuid not null,
  position         int not null,
  name             text not null,
  version          text not null,
  supplier         text not null,
  purl             text not null,
  cpe              text not null,
  primary key (organisation_id, sbom_id, position),
  foreign key (organisation_id, sbom_id) references sbom
);

-- VEX: what the bill says of a vulnerability of its components.
create table sbom_statement (
  organisation_id   uuid not null,
  sbom_id           uuid not null,
  position          int not null,
  vulnerability_id  text not null,
  state             text not null,
  justification     text not null,
  response          jsonb not null,
  detail            text not null,
  affects           jsonb not null,
  primary key (organisation_id, sbom_id, position),
  foreign key (organisation_id, sbom_id) references sbom
);
