-- What no device has any more is left out where others are matched again, and matched anew when a device takes it.
alter table configuration add column is_behind boolean not null default false;
create index configuration_present on configuration (organisation_id, id) where not is_behind;

-- These are never left behind: an open finding is kept by them, or a device that is gone has a history.
create index finding_kept_by on finding (organisation_id, kept_configuration_id)
  where kept_configuration_id is not null and status <> 'fixed';
create index device_gone on device (organisation_id, configuration_id) where gone_at is not null;

-- Pages of bills and forms walk down these.
create index sbom_list on sbom (organisation_id, manufacturer, model, versions, id) where removed_at is null;
create index mds2_form_list on mds2_form (organisation_id, manufacturer, model, versions, id) where removed_at is null;

-- Products of VEX documents by publisher, maker and name, to walk down those that fit no device.
alter table advisory_product add column vex_publisher text;
update advisory_product p set vex_publisher = a.publisher from advisory a
where a.id = p.advisory_id and a.category in ('csaf_vex', 'openvex');
create index advisory_product_vex on advisory_product (vex_publisher, vendor, name, advisory_id, product_id)
  where vex_publisher is not null;
create index configuration_maker on configuration (organisation_id, lower(manufacturer));
