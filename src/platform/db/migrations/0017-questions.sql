-- The one attribute that settles a match of which nobody can tell: set where exactly one part of the deciding statement is
-- unknown and the matcher said what answers it. Until a match is made again it asks nothing.
create function single_question(because jsonb) returns jsonb language sql immutable parallel safe as $$
  select case when jsonb_array_length(parts) = 1 and parts -> 0 ? 'asks' then parts -> 0 end
  from (select jsonb_path_query_array(because, '$[*] ? (@.outcome == "unknown")') as parts) unknown
$$;
alter table match add column asks text generated always as
  (case when answer = 'cannot_tell' then single_question(evidence -> 0 -> 'because') ->> 'asks' end) stored;
alter table match add column asks_option text generated always as
  (case when answer = 'cannot_tell' then coalesce(single_question(evidence -> 0 -> 'because') ->> 'option', '') end) stored;
create index match_asks on match (organisation_id, configuration_id) include (vulnerability_id, asks, asks_option, probability)
  where asks is not null;
