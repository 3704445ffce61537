-- What lists and questions read out of the evidence is written with it: a column that is worked out costs each of a million rows
-- without evidence as much as one with it.
alter table basis_match
  alter because drop expression,
  alter asks drop expression,
  alter asks_option drop expression;
drop function single_question(jsonb);
