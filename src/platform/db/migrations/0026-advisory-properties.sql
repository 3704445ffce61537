-- What CSAF management systems search, filter and sort by (CSAF 2.0 clause 9.1.12), read once when a document comes.
-- `products`, `identifiers` and `revision_history` are lower-case lines for searching, one for each product and revision;
-- `revision_key` is the revision with its numbers filled up, so that 1.10 stands behind 1.9.
alter table advisory
  add column category           text not null default '',
  add column csaf_version       text not null default '',
  add column publisher_category text not null default '',
  add column generator          text not null default '',
  add column aggregate_severity text not null default '',
  add column revision_key       text not null default '',
  add column revision_history   text not null default '',
  add column cves               text not null default '',
  add column products           text not null default '',
  add column identifiers        text not null default '',
  add column worst_cvss         double precision;

-- What is there already. A document that PostgreSQL cannot take apart, and one that is no CSAF, keeps its empty fields.
do $$
declare
  one record;
  doc jsonb;
begin
  for one in select a.id, d.document from advisory a join advisory_document d on d.advisory_id = a.id and d.digest = a.digest loop
    begin
      doc := one.document::jsonb -> 'document';
    exception when others then
      doc := null;
    end;
    if jsonb_typeof(doc) = 'object' then
      update advisory set
        category = coalesce(doc ->> 'category', ''),
        csaf_version = coalesce(doc ->> 'csaf_version', ''),
        publisher_category = coalesce(doc #>> '{publisher,category}', ''),
        generator = concat_ws(' ', nullif(doc #>> '{tracking,generator,engine,name}', ''),
          nullif(doc #>> '{tracking,generator,engine,version}', '')),
        aggregate_severity = coalesce(doc #>> '{aggregate_severity,text}', ''),
        revision_history = coalesce((
          select string_agg(lower(concat_ws(' ', r ->> 'number', r ->> 'date', r ->> 'summary')), E'\n' order by ordinal)
          from jsonb_array_elements(case when jsonb_typeof(doc #> '{tracking,revision_history}') = 'array'
            then doc #> '{tracking,revision_history}' else '[]' end) with ordinality as t(r, ordinal)), '')
      where id = one.id;
    end if;
  end loop;
end $$;

update advisory a set
  revision_key = coalesce((
    select string_agg(case when part[1] ~ '^[0-9]' then lpad(part[1], greatest(9, length(part[1])), '0') else part[1] end, '' order by n)
    from regexp_matches(a.revision, '[0-9]+|[^0-9]+', 'g') with ordinality as t(part, n)), ''),
  cves = coalesce((select string_agg(distinct vulnerability_id, ' ' order by vulnerability_id)
    from advisory_vulnerability v where v.advisory_id = a.id), ''),
  products = coalesce((
    select string_agg(lower(concat_ws(' ', nullif(vendor, ''), nullif(name, ''), nullif(version, ''), nullif(full_name, ''))), E'\n' order by ordinal)
    from advisory_product p where p.advisory_id = a.id), ''),
  identifiers = coalesce((
    select string_agg(lower(p.words), E'\n' order by ordinal) from (
      select ordinal, (select string_agg(case when jsonb_typeof(value) = 'array'
          then (select string_agg(case when jsonb_typeof(item) = 'object'
              then (select string_agg(pair.value #>> '{}', ' ' order by pair.key) from jsonb_each(item) pair)
              else item #>> '{}' end, ' ') from jsonb_array_elements(value) item)
          else value #>> '{}' end, ' ')
        from jsonb_each(p.identifiers) where jsonb_typeof(value) <> 'boolean') as words
      from advisory_product p where p.advisory_id = a.id and p.identifiers is not null) p where p.words is not null), ''),
  worst_cvss = (select max((score ->> 'score')::double precision) from advisory_vulnerability v
    cross join jsonb_array_elements(v.scores) score where v.advisory_id = a.id),
  search = a.search || ' ' || lower(concat_ws(' ', a.publisher_namespace, a.tracking_status, a.revision,
    to_char(a.published_at at time zone 'UTC', 'YYYY-MM-DD'), to_char(a.revised_at at time zone 'UTC', 'YYYY-MM-DD'), a.category,
    a.csaf_version, a.publisher_category, a.generator, a.aggregate_severity));

create index advisory_properties on advisory using gin (products gin_trgm_ops, identifiers gin_trgm_ops, revision_history gin_trgm_ops);

-- What was said of one finding.
create table finding_comment (
  organisation_id   uuid not null references organisation,
  id                uuid not null,
  device_id         uuid not null,
  vulnerability_id  text not null,
  text              text not null,
  written_at        timestamptz not null default now(),
  written_by        text not null,
  primary key (organisation_id, id)
);
create index finding_comment_finding on finding_comment (organisation_id, device_id, vulnerability_id, id);

-- An OpenVEX document is named by an address; of those handed out before it is not known any more.
alter table vex_issue add column iri text;
create index vex_issue_newest on vex_issue (organisation_id, issued_at desc, document_id desc);

-- Batches of one import are one run of the matching.
alter table match_run add column import_run_id uuid, add column configuration_ids uuid[] not null default '{}';
create unique index match_run_import on match_run (organisation_id, import_run_id, trigger) where import_run_id is not null;
