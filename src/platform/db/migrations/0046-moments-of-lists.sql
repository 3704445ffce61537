-- KEV is published several times in a day: which of two lists is the older one is told by the moment.
alter table list_day add column released_at timestamptz;
