-- Bundles carry what feeds brought to sites without internet. The site that makes them keeps its feeds' pages as they
-- were stored; the site that loads them keeps whom it trusts and what came.
create table bundle_key (
  organisation_id  uuid primary key references organisation,
  issuer           text not null,
  -- In minisign's form; the private key is sealed like other systems' passwords.
  public_key       text not null,
  private_key      text not null,
  last_sequence    int not null default 0,
  made_at          timestamptz not null default now(),
  made_by          text not null
);

-- A feed whose pages are kept since it was read from its start.
create table feed_journal (
  organisation_id  uuid not null,
  source_id        uuid not null,
  started_at       timestamptz not null default now(),
  primary key (organisation_id, source_id),
  foreign key (organisation_id, source_id) references source
);

-- What one page of a feed stored, compressed, in the transaction that stored it.
create table feed_page (
  organisation_id  uuid not null,
  source_id        uuid not null,
  number           int not null,
  records          jsonb not null,
  -- Lists that this page completes: what came before the last but one of them is no longer needed.
  completes        text[] not null,
  raw_bytes        int not null,
  sha256           text not null,
  -- SHA-256 of the chain before and this page's sha256: equal chains have equal histories.
  chain            text not null,
  content          bytea not null,
  stored_at        timestamptz not null default now(),
  primary key (organisation_id, source_id, number),
  foreign key (organisation_id, source_id) references feed_journal
);
-- It is compressed already.
alter table feed_page alter column content set storage external;

create table bundle_made (
  organisation_id  uuid not null references organisation,
  sequence         int not null,
  id               uuid not null,
  base_sequence    int,
  -- Where each feed's pages end in it.
  ends             jsonb not null,
  -- The manifest without the list of pages.
  manifest         jsonb not null,
  bytes            bigint not null,
  path             text not null,
  made_at          timestamptz not null,
  made_by          text not null,
  primary key (organisation_id, sequence),
  unique (organisation_id, id)
);

create table bundle_trust (
  organisation_id  uuid not null references organisation,
  fingerprint      text not null,
  name             text not null,
  trusted_at       timestamptz not null default now(),
  trusted_by       text not null,
  primary key (organisation_id, fingerprint)
);

create table bundle_load (
  organisation_id  uuid not null references organisation,
  fingerprint      text not null,
  sequence         int not null,
  id               uuid not null,
  manifest         jsonb not null,
  run_id           uuid not null,
  primary key (organisation_id, fingerprint, sequence),
  foreign key (organisation_id, run_id) references run
);
