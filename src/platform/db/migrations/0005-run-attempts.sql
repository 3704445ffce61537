-- How often the run was taken since it last got further: one that brings its worker down each time must end.
alter table run add column attempts int not null default 0;
