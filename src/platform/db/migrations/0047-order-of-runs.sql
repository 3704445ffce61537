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
