-- A merge takes findings with all that hangs on them to another device, in several steps of one transaction: what refers to a finding is
-- looked up at its end.
alter table finding_event alter constraint finding_event_organisation_id_device_id_vulnerability_id_fkey deferrable;
alter table work_order_finding alter constraint work_order_finding_organisation_id_device_id_vulnerability_fkey deferrable;

-- Lists of what has a standing entry, newest last.
create index identity_entry_standing on identity_entry (organisation_id, at, id) where undone_at is null;
