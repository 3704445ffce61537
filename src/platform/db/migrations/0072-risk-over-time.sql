-- What the open findings came to on each day, by site, manufacturer and model as devices write them: a row where it changed, in force
-- until the next of its group. A day without a row in risk_day was not measured, and nothing is known of it.
create table risk_day (
  organisation_id  uuid not null references organisation,
  -- In the hospital's time zone.
  day              date not null,
  -- The last count of the day stands.
  counted_at       timestamptz not null,
  -- Where the last changes stood then.
  marker           text not null,
  took_ms          int not null,
  -- All groups together, as in risk_change; and by how much groups with more, and with fewer, open findings than on the day before changed.
  devices          int not null,
  open_findings    int not null,
  critical         int not null,
  high             int not null,
  medium           int not null,
  low              int not null,
  known_exploited  int not null,
  device_risk      double precision not null,
  risk             double precision not null,
  safety           double precision not null,
  care             double precision not null,
  privacy          double precision not null,
  rose             int not null,
  fell             int not null,
  primary key (organisation_id, day)
);

create table risk_group (
  organisation_id  uuid not null references organisation,
  id               uuid not null,
  -- Empty where devices state none.
  site             text not null,
  manufacturer     text not null,
  model            text not null,
  primary key (organisation_id, id),
  unique (organisation_id, site, manufacturer, model)
);

create table risk_change (
  organisation_id  uuid not null,
  group_id         uuid not null,
  day              date not null,
  -- On the worklist.
  devices          int not null,
  open_findings    int not null,
  critical         int not null,
  high             int not null,
  medium           int not null,
  low              int not null,
  known_exploited  int not null,
  -- Sum over the devices of the worst score that is open on each.
  device_risk      double precision not null,
  -- Sums over the open findings: of scores, and of likelihood × harm on each axis (0 to 100 each).
  risk             double precision not null,
  safety           double precision not null,
  care             double precision not null,
  privacy          double precision not null,
  primary key (organisation_id, group_id, day),
  foreign key (organisation_id, group_id) references risk_group,
  foreign key (organisation_id, day) references risk_day
);
create index risk_change_day on risk_change (organisation_id, day);
