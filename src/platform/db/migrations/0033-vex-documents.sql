-- VEX documents of CycloneDX: they list nothing themselves, and speak of components of bills elsewhere by BOM-Link,
-- urn:cdx:<serial>/<version>#<bom-ref>. A bill may come before or after what is said of it.
create table vex_document (
  organisation_id  uuid not null references organisation,
  id               uuid not null,
  file_id          uuid not null,
  digest           text not null,
  format_version   text not null,
  -- Without urn:uuid:, in lower case; '' where there is none: then nothing ever takes its place.
  serial_number    text not null,
  revision         int not null,
  author           text not null,
  tool             text not null,
  stated_at        timestamptz,
  statements       int not null,
  remarks          jsonb not null,
  uploaded_at      timestamptz not null default now(),
  uploaded_by      text not null,
  -- One that another took the place of is kept, and comes back when that one is removed.
  replaced_by      uuid,
  removed_at       timestamptz,
  primary key (organisation_id, id),
  foreign key (organisation_id, file_id) references stored_file
);
create unique index vex_document_once on vex_document (organisation_id, digest) where removed_at is null;

-- As sbom_statement; `affects` has the links as written.
create table vex_statement (
  organisation_id   uuid not null,
  vex_id            uuid not null,
  position          int not null,
  vulnerability_id  text not null,
  state             text not null,
  justification     text not null,
  response          jsonb not null,
  detail            text not null,
  affects           jsonb not null,
  primary key (organisation_id, vex_id, position),
  foreign key (organisation_id, vex_id) references vex_document
);

-- The bills that a document names, whether they are here or not.
create table vex_named_bill (
  organisation_id  uuid not null,
  vex_id           uuid not null,
  serial_number    text not null,
  revision         int not null,
  primary key (organisation_id, vex_id, serial_number, revision),
  foreign key (organisation_id, vex_id) references vex_document
);
create index vex_named_bill_waiting on vex_named_bill (organisation_id, serial_number, revision);

-- Those that are here, with the place in sbom_component of each reference that the document makes; -1 is the subject.
create table vex_link (
  organisation_id  uuid not null,
  sbom_id          uuid not null,
  vex_id           uuid not null,
  places           jsonb not null,
  primary key (organisation_id, sbom_id, vex_id),
  foreign key (organisation_id, vex_id) references vex_document,
  foreign key (organisation_id, sbom_id) references sbom
);
create index vex_link_document on vex_link (organisation_id, vex_id);

create index sbom_serial_number on sbom (organisation_id, lower(serial_number)) where removed_at is null;

-- What a hospital says of a product of VEX that no device here bears the name of: which model it is. It holds for every
-- document of that publisher that names the product so. Of the versions '' leaves each statement its own.
create table vex_product_binding (
  organisation_id  uuid not null references organisation,
  id               uuid not null,
  publisher        text not null,
  vendor           text not null,
  product          text not null,
  manufacturer     text not null,
  model            text not null,
  versions         text not null,
  reason           text not null,
  bound_at         timestamptz not null default now(),
  bound_by         text not null,
  revoked_at       timestamptz,
  revoked_by       text,
  revoked_reason   text,
  primary key (organisation_id, id)
);
create unique index vex_product_binding_once on vex_product_binding
  (organisation_id, publisher, vendor, product, manufacturer, model) where revoked_at is null;

-- OpenVEX documents are told from other advisories as CSAF's are, by their category.
update advisory a set category = 'openvex'
from advisory_document d
where d.advisory_id = a.id and d.digest = a.digest and a.category = '' and d.document like '%https://openvex.dev/ns%';
