-- What NVD says of each CVE: a reference table (ADR 0004). A row that changes is written anew.
create sequence nvd_version;
create table nvd_cve (
  cve           text primary key,
  -- `Analyzed`, `Rejected` …: as written.
  status        text not null,
  published_at  timestamptz not null,
  modified_at   timestamptz not null,
  -- The beginning of it.
  description   text not null,
  scores        json not null,
  weaknesses    json not null,
  -- In the short form of domain/intelligence/applicability-text.ts; `[]` where NVD names no products, and where it rejected the CVE.
  applicability json not null,
  -- SHA-256 of applicability, and of all columns above.
  applies_digest text not null,
  digest        text not null,
  -- Of the last change of applicability: what is made from many rows knows which of them are new.
  version       bigint not null
);
create index nvd_cve_version on nvd_cve (version);
-- Nothing is planned by what these hold, and to sample them takes most of the time of an `analyze`.
alter table nvd_cve alter description set statistics 0;
alter table nvd_cve alter scores set statistics 0;
alter table nvd_cve alter weaknesses set statistics 0;
alter table nvd_cve alter applicability set statistics 0;
alter table nvd_cve alter applies_digest set statistics 0;
alter table nvd_cve alter digest set statistics 0;
