-- Lists by name are walked in the index alone as long as a query asks of what stands in it: the devices' rows are wide, and what
-- many queries ask for (a maker, a model) stands together in this order, far from the beginning.
drop index device_name;
create index device_name on device (organisation_id, name, id)
  include (configuration_id, context_id, site, care_area, is_active, worst_score, known_exploited, last_seen_at, first_seen_at, lifecycle)
  where gone_at is null;

-- What stands in claims alone. Days are texts, YYYY-MM-DD, which are in order in every collation.
create index device_warranty_ends on device (organisation_id, (golden ->> 'warrantyEndsOn'))
  where gone_at is null and (golden ->> 'warrantyEndsOn') is not null;
create index device_contract_ends on device (organisation_id, (golden ->> 'contractEndsOn'))
  where gone_at is null and (golden ->> 'contractEndsOn') is not null;

-- Texts that thousands share: a few megabytes each of a million devices.
create index device_technician on device (organisation_id, technician) where gone_at is null and technician is not null;
create index device_department on device (organisation_id, department) where gone_at is null and department is not null;

-- Few devices have one.
create index device_conflicts on device (organisation_id, conflicts) where gone_at is null and conflicts > 0;

-- How often a day stands there the planner learns with it.
analyze device;

-- Where the last change stood when a watched view was asked: while it stands there, a view that asks of no time finds the same.
alter table query_watch add marker text;
