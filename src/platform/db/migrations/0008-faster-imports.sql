-- Identifiers are derived from present observations and written together with them; two lookups for each of them, and an
-- index that no query uses, took more of an import's time than the devices themselves.
alter table identifier drop constraint identifier_organisation_id_observation_id_fkey;
alter table identifier drop constraint identifier_organisation_id_device_id_fkey;
drop index identifier_device;
-- The configuration has the organisation already.
alter table device drop constraint device_organisation_id_fkey;
