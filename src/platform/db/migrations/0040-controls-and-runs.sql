-- A safeguard in place of the fix, that decisions rest on while it is verified. One may stand behind many decisions.
create table compensating_control (
  organisation_id  uuid not null references organisation,
  id               uuid not null,
  -- What it is, and where it holds: `Firewall rule 114`, `VLAN 40, North`.
  name             text not null,
  place            text not null,
  added_at         timestamptz not null default clock_timestamp(),
  added_by         text not null,
  primary key (organisation_id, id)
);
create unique index compensating_control_name on compensating_control (organisation_id, lower(name), lower(place));

-- Nothing is overwritten: what was recorded last says how the control stands.
create table control_verification (
  organisation_id  uuid not null,
  id               uuid not null,
  control_id       uuid not null,
  -- taken_back: what was recorded before it counts no more.
  outcome          text not null check (outcome in ('held', 'failed', 'taken_back')),
  verified_on      date not null,
  verified_by      text not null,
  evidence         text not null,
  -- The last day on which it counts as verified.
  verify_again_by  date check ((outcome = 'held') = (verify_again_by is not null)),
  recorded_at      timestamptz not null default clock_timestamp(),
  recorded_by      text not null,
  primary key (organisation_id, id),
  foreign key (organisation_id, control_id) references compensating_control
);
create index control_verification_last on control_verification (organisation_id, control_id, recorded_at desc, id desc);

-- The end of a run was the beginning of its transaction, and so before its own beginning, which the program takes.
update match_run set ended_at = started_at where ended_at < started_at;
alter table match_run alter column ended_at drop default;
