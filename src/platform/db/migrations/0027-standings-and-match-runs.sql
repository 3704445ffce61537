-- A transaction may wait long for the inventory's lock: what it breaks breaks when it is written, not when it began. Otherwise
-- it would lie before the time at which people were last told of what broke, and never be told.
alter table decision_standing alter column since set default clock_timestamp();

-- What NVD and OSV say anew and another bill of materials are matched as well.
alter table match_run drop constraint match_run_trigger_check,
  add constraint match_run_trigger_check check (trigger in ('person', 'advisories', 'devices', 'databases', 'bills', 'aliases'));
