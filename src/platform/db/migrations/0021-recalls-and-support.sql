-- What the FDA's two lists say of recalled devices, each apart: reference tables (ADR 0004).
create table recall (
  list       text not null check (list in ('recall', 'enforcement')),
  -- Of its list: CDRH's own number, or the number of the recall.
  key        text not null,
  event_id   text not null,
  -- The whole entry, as of model/recall.ts.
  entry      jsonb not null,
  -- SHA-256 of it.
  digest     text not null,
  primary key (list, key)
);
create index recall_event_entries on recall (event_id);

-- One firm's action with all its products. What concerns security is matched as an advisory, the rest when a person takes it.
create table recall_event (
  event_id        text primary key,
  firm            text not null,
  -- The firm's names as the matcher knows them.
  vendor_ids      text[] not null,
  topic           text not null check (topic in ('security', 'software', 'other')),
  classification  text check (classification in ('I', 'II', 'III')),
  status          text not null,
  is_ongoing      boolean not null,
  reason          text not null,
  product         text not null,
  products        int not null,
  initiated_on    date,
  published_on    date,
  -- What it is listed by: the last day that is known of it.
  listed_on       date not null,
  search          text not null,
  -- Its advisory is behind what its entries say: it is made when the reading is complete.
  is_stale        boolean not null default true,
  taken_at        timestamptz,
  taken_by        text
);
create index recall_event_listed on recall_event (listed_on desc, event_id desc);
create index recall_event_stale on recall_event (event_id) where is_stale;
create index recall_event_vendor on recall_event using gin (vendor_ids);
create index recall_event_search on recall_event using gin (search gin_trgm_ops);

-- A UDI-DI is of a model; a serial number stands in a configuration only where an advisory tells devices of the model apart by it.
alter table configuration add column udi_di text not null default '';
alter table configuration add column serial_number text not null default '';
-- Its devices stand each in a configuration with their own serial number.
alter table configuration add column is_told_apart boolean not null default false;
create index configuration_told_apart on configuration (organisation_id, id) where is_told_apart;
create index match_asks_serial on basis_match (organisation_id, basis_id)
  where jsonb_path_exists(evidence, '$[*].because[*] ? (@.asks == "serialNumber")');

-- Until when the releases of a product are supported, as endoflife.date says: a reference table (ADR 0004).
create table product_support (
  product      text primary key,
  -- As of model/support.ts.
  entry        jsonb not null,
  digest       text not null,
  stored_at    timestamptz not null default now(),
  delisted_at  timestamptz
);
