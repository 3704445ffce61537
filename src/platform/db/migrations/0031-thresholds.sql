-- From which probability a match of which nobody can tell counts as affected, and below which nobody is asked to look, by the
-- device's criticality. A criticality without a row has no thresholds: the answer alone counts.
create table threshold (
  organisation_id  uuid not null references organisation,
  criticality      text not null check (criticality in ('life_sustaining', 'high', 'medium', 'low')),
  affected_from    real check (affected_from > 0 and affected_from <= 1),
  look_from        real not null check (look_from >= 0 and look_from < 1),
  primary key (organisation_id, criticality)
);

-- How findings with this score count, where a threshold says otherwise than the answer: affected, set_aside.
alter table score_reasons add column counts_as text check (counts_as in ('affected', 'set_aside'));
create index score_reasons_counts_as on score_reasons (organisation_id, counts_as, digest) where counts_as is not null;

-- True where the one thing in doubt is whether the product is the one: a name agrees in part. What is missing on record, or
-- not yet said by the publisher, is another doubt.
create function name_alone_is_doubted(because jsonb) returns boolean language sql immutable parallel safe as $$
  select count(*) > 0 and coalesce(bool_and(part ->> 'part' = 'model' and part ->> 'asks' is not distinct from 'model'), false)
  from jsonb_array_elements(because) part where part ->> 'outcome' = 'unknown'
$$;
