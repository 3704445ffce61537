-- Of a million matches this one key cost more to write than the rows and all other keys. It is only ever asked for equal
-- vulnerabilities: their organisation and answer are read in the rows.
drop index match_vulnerability;
create index match_vulnerability on basis_match using hash (vulnerability_id) where withdrawn_at is null;
