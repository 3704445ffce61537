-- Every version of a VEX document that was handed out: its number rises with what it says, and what it said can be shown.
create table vex_issue (
  organisation_id  uuid not null references organisation,
  -- The document's tracking id; it follows from what was asked for.
  document_id      text not null,
  version          int not null,
  -- SHA-256 of content.
  digest           text not null,
  content          json not null,
  issued_at        timestamptz not null,
  issued_by        text not null,
  primary key (organisation_id, document_id, version)
);
alter table vex_issue alter column content set statistics 0;
