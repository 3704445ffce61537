-- Which lists a feed's page speaks of, those that it completes among them. FDA's two are complete on days of their own: of a
-- page that is there already nobody knows which of them it has.
alter table feed_page add column lists text[] not null default '{}';
update feed_page set lists = array(
  select jsonb_object_keys(records - 'recall') union select unnest(array_remove(completes, 'recall'))
  union select unnest(case when records ? 'recall' then array['recall enforcement', 'recall recall'] else '{}' end));
alter table feed_page alter lists drop default;
update feed_page set completes = array_remove(completes, 'recall') where 'recall' = any(completes);

-- Of one of the two lists the pages may be gone where the other changed alone. Both are read again from their start.
update source s set cursor = null
where member = 'openfda' and exists (
  select from feed_journal j where j.organisation_id = s.organisation_id and j.source_id = s.id);

-- Recalls whose advisory was left behind: those that no longer concern security, and events that have no entry any more.
update recall_event e set is_stale = true
where not exists (select from recall r where r.event_id = e.event_id)
  or (topic <> 'security' and taken_at is null and exists (select from advisory a where a.id = 'fda:recall-' || e.event_id));
