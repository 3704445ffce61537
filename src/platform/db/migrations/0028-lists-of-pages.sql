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
