-- A saved view that its owner watches: asked again and again, and told of what it gains.
create table query_watch (
  organisation_id  uuid not null,
  view_id          uuid not null,
  started_at       timestamptz not null default now(),
  -- The view's filters when its members were last found: other ones begin anew, and what they find is no news.
  asked            text,
  checked_at       timestamptz,
  -- How often it gained members: the news of each time is told once.
  gains            int not null default 0,
  -- Why it cannot be asked now.
  fault            text,
  primary key (organisation_id, view_id),
  foreign key (organisation_id, view_id) references saved_view on delete cascade
);

-- What it found last: a device's id, an order's, or a device's with a vulnerability's.
create table query_watch_member (
  organisation_id  uuid not null,
  view_id          uuid not null,
  member           text not null,
  primary key (organisation_id, view_id, member),
  foreign key (organisation_id, view_id) references query_watch on delete cascade
);

-- Queries ask for what was not seen for long, for what is due, and for the few devices with something known exploited: a walk
-- over the rows of a million devices takes seconds.
create index device_seen on device (organisation_id, last_seen_at) where gone_at is null;
create index device_maintenance on device (organisation_id, next_maintenance_on) where gone_at is null and next_maintenance_on is not null;
create index device_exploited on device (organisation_id, id) where gone_at is null and known_exploited;
