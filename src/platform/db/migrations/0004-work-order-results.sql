-- SHA-256 of what the hospital's system said of the order last: the same file read again changes nothing.
alter table work_order add column result_digest text;

-- The work that is not over, for the lists and counts of every day.
create index work_order_open on work_order (organisation_id, due_on, id)
  where state not in ('verified', 'administratively_closed', 'cancelled');
create index work_order_campaign on work_order (organisation_id, campaign_id) where campaign_id is not null;
