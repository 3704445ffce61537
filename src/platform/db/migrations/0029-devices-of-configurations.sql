-- Which devices a configuration has is asked whenever something is said of it, of those that are gone as well.
drop index device_configuration;
create index device_configuration on device (organisation_id, configuration_id, context_id, id)
  include (is_active, configuration_since, gone_at);
