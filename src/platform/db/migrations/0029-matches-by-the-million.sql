-- Which devices a configuration has is asked whenever something is said of it, of those that are gone as well.
drop index device_configuration;
create index device_configuration on device (organisation_id, configuration_id, context_id, id)
  include (is_active, configuration_since, gone_at);

-- Matches come by the million when NVD was read, and looking each one's vulnerability up took as long as writing it. What they
-- point to is written in the same transaction by the same function and never deleted; a test of invariants looks for what dangles.
alter table basis_match drop constraint match_vulnerability_id_fkey;
alter table basis_score drop constraint score_vulnerability_id_fkey;
alter table basis_score drop constraint score_organisation_id_configuration_id_vulnerability_id_fkey;
alter table basis_score drop constraint score_organisation_id_context_id_fkey;
