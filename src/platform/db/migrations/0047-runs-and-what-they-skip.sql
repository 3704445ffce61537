-- In which order runs were asked for, whatever the server's clock said: it can be put back, and ids grow with it.
alter table run add column sequence bigint;
update run r set sequence = o.n
from (select organisation_id, id, row_number() over (order by id) as n from run) o
where o.organisation_id = r.organisation_id and o.id = r.id;
create sequence run_sequence owned by run.sequence;
select setval('run_sequence', coalesce(max(sequence), 0) + 1, false) from run;
alter table run alter column sequence set default nextval('run_sequence');
alter table run alter column sequence set not null;
drop index run_of_source;
create index run_of_source on run (organisation_id, source_id, sequence desc);

-- Of a record that could not be taken: when and by which run it was told last, and which run took it after all.
alter table skipped add column last_seen_at timestamptz not null default now();
update skipped set last_seen_at = created_at;
alter table skipped add column seen_run_id uuid;
update skipped set seen_run_id = run_id;
alter table skipped add column settled_run_id uuid;
create index skipped_of_record on skipped (organisation_id, source_id, position) where state = 'open';

-- An advisory whose present revision says that it is withdrawn was taken for one in force.
update advisory set withdrawn_at = stored_at,
  withdrawn_reason = 'revision ' || revision || ' of ' || to_char(revised_at at time zone 'UTC', 'YYYY-MM-DD') || ' withdraws it'
where lower(category) = 'csaf_withdrawn' and withdrawn_at is null;
