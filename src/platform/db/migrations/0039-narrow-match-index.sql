-- Of a million matches the keys cost more to write than the rows. What is found by its vulnerability is few rows: their
-- organisation and answer are read there.
drop index match_vulnerability;
create index match_vulnerability on basis_match (vulnerability_id) where withdrawn_at is null;
