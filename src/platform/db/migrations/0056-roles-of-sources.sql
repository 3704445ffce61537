-- What a source is to the inventory: `register` keeps the list of what the hospital owns, `observer` sees devices themselves.
-- Null: told by what its records say.
alter table source add column role text check (role in ('register', 'observer'));
update source set role = case
    when member in ('atlas-cmms', 'servicenow', 'snipe-it') then 'register'
    when member in ('active-directory-file', 'armis', 'cisco-ise', 'claroty-xdome', 'dhcp-leases', 'glpi-inventory', 'nessus',
      'nexpose', 'nmap', 'nozomi', 'openvas', 'qualys', 'windows-systeminfo') then 'observer'
  end
  where kind = 'connector';

-- How each device stands in the inventory, counted again as things change; a row for each device that is there.
create table device_health (
  organisation_id  uuid not null,
  device_id        uuid not null,
  -- All sources that speak of it, in order of their ids.
  sources          uuid[] not null,
  registers        int not null,
  observers        int not null,
  -- Last sighting by an observer or a person, and up to when those that would have seen it are known to have looked.
  seen_at          timestamptz,
  seen_by          uuid,
  watched_until    timestamptz,
  -- Days without a sighting while somebody looked, and from how many on it is a ghost; null where nobody would see it.
  silent_days      real,
  bound_days       real,
  -- Whose usual silence that is: of its model, its type, its kind, nobody's yet, or as a person set it.
  rhythm           text check (rhythm in ('set', 'model', 'type', 'kind', 'default')),
  is_unknown       boolean not null,
  is_ghost         boolean not null,
  is_missing       boolean not null,
  -- `said` by a register or a person, `work` that could not find it, `silence` beyond the longer bound.
  missing_by       text check (missing_by in ('said', 'work', 'silence')),
  is_duplicate     boolean not null,
  is_unmanaged     boolean not null,
  is_ended         boolean not null,
  -- What ended, in words, and since when where a day is known.
  ended            text,
  ended_on         date,
  -- 0 to 100; the parts likewise.
  score            real not null,
  completeness     real not null,
  agreement        real not null,
  freshness        real not null,
  uniqueness       real not null,
  validity         real not null,
  -- Attributes that nobody states though they belong to such a device; attributes whose value cannot be right.
  lacks            text[] not null,
  wrong            text[] not null,
  -- How much it counts where many are weighed: by criticality and the worst open finding.
  weight           real not null,
  primary key (organisation_id, device_id)
);
create index device_health_unknown on device_health (organisation_id, device_id) where is_unknown;
create index device_health_ghost on device_health (organisation_id, device_id) where is_ghost;
create index device_health_missing on device_health (organisation_id, device_id) where is_missing;
create index device_health_duplicate on device_health (organisation_id, device_id) where is_duplicate;
create index device_health_unmanaged on device_health (organisation_id, device_id) where is_unmanaged;
create index device_health_ended on device_health (organisation_id, device_id) where is_ended;
create index device_health_score on device_health (organisation_id, score, device_id);

-- Two records of one register that say they are the same thing.
create table register_duplicate (
  organisation_id  uuid not null,
  source_id        uuid not null,
  observation_a    uuid not null,
  observation_b    uuid not null,
  device_a         uuid not null,
  device_b         uuid not null,
  -- What they share: `serial`, `asset_tag`; and what tells them apart after all: `serial`, `asset_tag`, `model`.
  shared           text[] not null,
  differs          text[] not null,
  primary key (organisation_id, observation_a, observation_b)
);
create index register_duplicate_source on register_duplicate (organisation_id, source_id);

-- How often devices alike are seen, as learnt from their sightings.
create table sighting_rhythm (
  organisation_id  uuid not null references organisation,
  -- `model`: manufacturer and model; `type`: the type of device; `kind`: portable or stationary.
  scope            text not null check (scope in ('model', 'type', 'kind')),
  key              text not null,
  title            text not null,
  -- Devices and gaps between sightings that it was learnt from; 0 where it was only set.
  devices          int not null default 0,
  gaps             int not null default 0,
  median_days      real,
  -- Nine of ten of them were never silent for longer.
  usual_days       real,
  learnt_at        timestamptz,
  -- A person's word, which goes before.
  set_days         real,
  set_reason       text,
  set_by           text,
  set_at           timestamptz,
  primary key (organisation_id, scope, key)
);

-- The settings that a person changed, and the counts that the page shows.
create table inventory_health (
  organisation_id  uuid primary key references organisation,
  settings         jsonb not null default '{}',
  -- What all of it followed from, and when it was counted.
  marker           text,
  counted_at       timestamptz,
  took_ms          int,
  learnt_at        timestamptz,
  value            jsonb not null default '{}'
);

-- Each day's point of the whole, of each ward and of each source.
create table health_day (
  organisation_id  uuid not null,
  day              date not null,
  scope            text not null check (scope in ('whole', 'ward', 'source')),
  -- A site and a care area with a line break between; a source's id; empty for the whole.
  key              text not null,
  devices          int not null,
  score            real not null,
  -- By part and by list: completeness … validity, unknown … ended.
  parts            jsonb not null,
  counts           jsonb not null,
  primary key (organisation_id, scope, key, day)
);
create index health_day_day on health_day (organisation_id, scope, day);

-- Days on which an observer is known to have looked: a gap among them that is longer than usual was an outage, in which nobody
-- could see anything.
create table observer_day (
  organisation_id  uuid not null,
  source_id        uuid not null,
  day              date not null,
  primary key (organisation_id, source_id, day)
);
