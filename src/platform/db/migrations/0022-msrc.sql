-- What Microsoft says of a CVE in a document of its Security Update Guide: reference tables (ADR 0004). A row that changes is
-- written anew.
create table msrc_document (
  -- `2024-Jan`; `definitions` for wesng's list of all of them.
  id     text primary key,
  -- When it was revised, as written.
  as_of  text not null
);

create sequence msrc_version;
create table msrc_cve (
  document text not null,
  cve      text not null,
  -- The whole entry in compact JSON, as of model/msrc.ts, without the document's date.
  entry    json not null,
  -- SHA-256 of it.
  digest   text not null,
  -- Of the last change: what is made from many rows knows that they changed.
  version  bigint not null,
  primary key (document, cve)
);
create index msrc_cve_cve on msrc_cve (cve);
create index msrc_cve_version on msrc_cve (version);
alter table msrc_cve alter entry set statistics 0;
alter table msrc_cve alter digest set statistics 0;
