-- Which metrics of CVSS the hospital sets for its devices, by kind of place and criticality: each version as it was saved. Without
-- any the profile that ships is in force.
create table environment_profile (
  organisation_id  uuid not null references organisation,
  -- 1, 2, 3 …; the newest is in force.
  version          int not null check (version > 0),
  -- As `EnvironmentProfile` of the API.
  content          jsonb not null,
  saved_at         timestamptz not null default clock_timestamp(),
  saved_by         text not null,
  reason           text not null,
  primary key (organisation_id, version)
);

-- A vulnerability of a product as a person assessed it by MITRE's rubric for medical devices: each version as it was answered.
create table rubric_assessment (
  organisation_id   uuid not null references organisation,
  vulnerability_id  text not null,
  -- Maker and model, equal for texts that are spelt alike.
  product_key       text not null,
  version           int not null check (version > 0),
  manufacturer      text not null,
  model             text not null,
  -- By the rubric's own code: {"XAVN": "yes"}.
  answers           jsonb not null,
  -- As its own elements: XAVN:Y/XAVT:Y/….
  extended          text not null,
  -- CVSS 3.1; null while questions are open or answers contradict each other.
  vector            text,
  score             real,
  note              text not null default '',
  assessed_at       timestamptz not null default clock_timestamp(),
  assessed_by       text not null,
  -- Set while its vector counts for the product, or once did.
  adopted_at        timestamptz,
  adopted_by        text,
  adoption_reason   text,
  -- Vectors that were published when it was adopted.
  against           text[],
  -- By how much its score is lower than the highest of these; 0 where it is not.
  lowers_by         real,
  withdrawn_at      timestamptz,
  withdrawn_by      text,
  withdrawn_reason  text,
  primary key (organisation_id, vulnerability_id, product_key, version),
  check ((vector is null) = (score is null)),
  check ((adopted_at is null) = (against is null or lowers_by is null or adopted_by is null or adoption_reason is null)),
  check (adopted_at is null or vector is not null),
  check (withdrawn_at is null or adopted_at is not null)
);
create unique index rubric_assessment_in_force on rubric_assessment (organisation_id, vulnerability_id, product_key)
  where adopted_at is not null and withdrawn_at is null;
create index rubric_assessment_products on rubric_assessment (organisation_id, product_key)
  where adopted_at is not null and withdrawn_at is null;

-- What was answered can be read for ever, and never otherwise.
create function keep_rubric_answers() returns trigger language plpgsql as $$
begin
  if new.answers <> old.answers or new.vector is distinct from old.vector or new.note <> old.note or new.assessed_by <> old.assessed_by then
    raise exception 'an assessment by the rubric stays as it was answered';
  end if;
  return new;
end $$;
create trigger rubric_assessment_kept before update on rubric_assessment for each row execute function keep_rubric_answers();
