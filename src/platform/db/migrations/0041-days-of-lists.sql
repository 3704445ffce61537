-- Of which day what is known from each list is: scores tell it. A reference table (ADR 0004).
create table list_day (
  -- As the feed that reads it: kev, epss, nvd, cve.
  list text primary key,
  -- The list's own; of NVD and the CVE List, which have none, the newest day that an entry speaks of.
  day  date not null
);
insert into list_day
  select list, day from (
    select 'kev', max(to_date(catalogue, 'YYYY.MM.DD')) from known_exploited where catalogue ~ '^\d{4}\.\d\d\.\d\d'
    union all select 'epss', max(scored_on) from exploit_probability
    union all select 'nvd', max((modified_at at time zone 'UTC')::date) from nvd_cve
    union all select 'cve', max((updated_at at time zone 'UTC')::date) from cve_record
  ) as known(list, day) where day is not null;
