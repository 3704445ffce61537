-- What a CVE applies to by its own record: counts where NVD says nothing of that (ADR 0031). A reference table (ADR 0004).
create table cve_applicability (
  cve            text primary key,
  -- In the short form of domain/intelligence/applicability-text.ts; `[]` where the record names products no more.
  applicability  json not null,
  -- SHA-256 of it.
  applies_digest text not null,
  -- Of its last change, from the same sequence as NVD's: what findings follow is one state.
  version        bigint not null
);
create index cve_applicability_version on cve_applicability (version);
alter table cve_applicability alter applicability set statistics 0, alter applies_digest set statistics 0;

-- Records that are stored say it once they are read again, from the start.
update cve_record set digest = '';
update source set cursor = null where member = 'cve';
