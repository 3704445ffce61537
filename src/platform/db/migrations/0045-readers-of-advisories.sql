-- Which source's reading brought the present revision of an advisory: how old it is shows with every score made of it. Null where a
-- person added it, or where it came before this was kept; the next reading tells. No key: sources are of organisations, advisories
-- are not.
alter table advisory add column read_by uuid;
