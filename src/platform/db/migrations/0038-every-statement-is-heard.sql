-- Whether only the name is in doubt is asked of every statement, where matches are read.
drop function name_alone_is_doubted(jsonb);
