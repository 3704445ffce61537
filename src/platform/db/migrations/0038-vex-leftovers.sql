-- Whether only the name is in doubt is asked of every statement, where matches are read.
drop function name_alone_is_doubted(jsonb);

-- What a hospital says of a bill of materials that VEX documents name and that is not here: which model it is of. It holds for
-- every document that names this revision of the bill, until the bill itself comes. Of the versions '' is every one.
create table awaited_bill_binding (
  organisation_id  uuid not null references organisation,
  id               uuid not null,
  serial_number    text not null,
  revision         int not null,
  manufacturer     text not null,
  model            text not null,
  versions         text not null,
  reason           text not null,
  bound_at         timestamptz not null default now(),
  bound_by         text not null,
  revoked_at       timestamptz,
  revoked_by       text,
  revoked_reason   text,
  primary key (organisation_id, id)
);
create unique index awaited_bill_binding_once on awaited_bill_binding
  (organisation_id, serial_number, revision, manufacturer, model) where revoked_at is null;
