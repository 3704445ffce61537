-- Of product trees also these are searched: relationships by their category, groups by id and summary, and addresses of bills of
-- materials. Of what is there already they are read once, and one that PostgreSQL cannot take apart keeps what it has.
do $$
declare
  one record;
  tree jsonb;
begin
  for one in select a.id, d.document from advisory a join advisory_document d on d.advisory_id = a.id and d.digest = a.digest
    where d.document like '%"sbom_urls"%' or d.document like '%"relationships"%' or d.document like '%"product_groups"%' loop
    begin
      tree := one.document::jsonb -> 'product_tree';
    exception when others then
      tree := null;
    end;
    if jsonb_typeof(tree) = 'object' then
      update advisory a set
        products = concat_ws(E'\n', nullif((
          select string_agg(lower(concat_ws(' ', nullif(vendor, ''), nullif(name, ''), nullif(version, ''), nullif(full_name, ''),
            nullif(relation ->> 'category', ''))), E'\n' order by ordinal)
          from advisory_product p where p.advisory_id = a.id), ''), nullif((
          select string_agg(lower(concat_ws(' ', g ->> 'group_id', nullif(g ->> 'summary', ''))), E'\n' order by ordinal)
          from jsonb_array_elements(case when jsonb_typeof(tree -> 'product_groups') = 'array'
            then tree -> 'product_groups' else '[]' end) with ordinality as t(g, ordinal)), '')),
        identifiers = concat_ws(E'\n', nullif(a.identifiers, ''), (
          select string_agg(distinct lower(u #>> '{}'), E'\n')
          from jsonb_path_query(tree, '$.**.sbom_urls[*]') u where jsonb_typeof(u) = 'string'))
      where a.id = one.id;
    end if;
  end loop;
end $$;
