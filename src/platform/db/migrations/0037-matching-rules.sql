-- Which rules of matching the matches of a configuration are of stands with the state of the databases; where the rules are others
-- now, it is matched again.
alter table match_run drop constraint match_run_trigger_check,
  add constraint match_run_trigger_check
    check (trigger in ('person', 'advisories', 'devices', 'databases', 'bills', 'aliases', 'rules'));
