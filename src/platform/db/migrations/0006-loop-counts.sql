-- The home page counts open findings from indexes alone: the rows are wide with reasons and evidence.
create index score_counting on score (organisation_id, band, vulnerability_id) include (configuration_id, open_devices)
  where open_devices > 0;
create index match_cannot_tell on match (organisation_id, configuration_id, vulnerability_id) where answer = 'cannot_tell';
create index finding_in_hand on finding (organisation_id, device_id)
  where remediation <> 'not_remediated' or reopened > 0;
