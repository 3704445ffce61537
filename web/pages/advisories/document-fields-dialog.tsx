import { NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { advisoryFacetsQuery } from '#web/api/advisories.ts'
import { humanise } from '#web/api/words.ts'
import type { AdvisorySearch } from '#web/page-searches.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import classes from './advisories.module.css'

const sorts: Record<NonNullable<AdvisorySearch['sort']>, string> = {
  newest: 'Current release, newest first',
  released: 'Initial release, newest first',
  affected: 'Devices affected',
  cvss: 'CVSS, highest first',
  severity: 'Severity as a whole, worst first',
  title: 'Title',
  publisher: 'Publisher',
  publisherCategory: 'Kind of publisher',
  namespace: 'Namespace',
  id: 'Tracking id',
  category: 'Category',
  csafVersion: 'CSAF version',
  status: 'Status',
  revision: 'Version',
  revisionHistory: 'Revision history',
  generator: 'Generator',
  cve: 'CVE',
  product: 'Product',
  identifier: 'Product identifier',
}

const texts = [
  ['title', 'Title', 'A part of it'],
  ['trackingId', 'Tracking id', 'A part of it'],
  ['cve', 'CVE or other id', 'In full'],
  ['product', 'Product', 'Words of vendor, name and version'],
  ['identifier', 'Product identifier', 'CPE, package URL, hash, model, serial, SKU or URI'],
  ['namespace', 'Publisher’s namespace', 'A part of it'],
  ['revision', 'Version', 'In full'],
  ['revisionHistory', 'Revision history', 'Words of one revision'],
  ['generator', 'Generator', 'A part of it'],
] as const
const choices = [
  ['category', 'Category'],
  ['csafVersion', 'CSAF version'],
  ['publisherCategory', 'Kind of publisher'],
  ['status', 'Status'],
  ['severity', 'Severity as a whole'],
] as const
const days = [
  ['currentFrom', 'Current release from'],
  ['currentTo', 'Current release until'],
  ['initialFrom', 'Initial release from'],
  ['initialTo', 'Initial release until'],
] as const
const scores = [
  ['cvssFrom', 'CVSS from'],
  ['cvssTo', 'CVSS up to'],
] as const

const fields = [...texts, ...choices, ...days, ...scores].map(([name, title]) => [name, title] as const)
type Field = (typeof fields)[number][0]

/** What the list is narrowed by through these fields, as a person reads it. */
export const chosenFields = (search: AdvisorySearch) =>
  fields.flatMap(([name, title]) => (search[name] === undefined ? [] : [{ name, title, value: search[name] }]))

/** All that a document can be found by (CSAF 2.0 clause 9.1.12), and what the list is sorted by. */
export function DocumentFieldsDialog({
  search,
  onApply,
  onClose,
}: {
  search: AdvisorySearch
  onApply: (patch: Partial<AdvisorySearch>) => void
  onClose: () => void
}) {
  const facets = useQuery(advisoryFacetsQuery)
  const [draft, setDraft] = useState<Partial<Record<Field | 'sort', string>>>(() => ({
    ...Object.fromEntries(fields.map(([name]) => [name, search[name]])),
    sort: search.sort ?? 'newest',
  }))
  const field = (name: Field | 'sort') => ({
    value: draft[name] ?? '',
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget
      setDraft((before) => ({ ...before, [name]: value }))
    },
  })
  const apply = (from: typeof draft) => {
    const patch = Object.fromEntries(fields.map(([name]) => [name, from[name]?.trim() || undefined]))
    onApply({ ...patch, sort: from.sort === 'newest' ? undefined : (from.sort as AdvisorySearch['sort']) })
    onClose()
  }
  return (
    <Dialog title="Search by document fields" opened onClose={onClose} size="xl">
      <Form submit="Show" onSubmit={() => apply(draft)}>
        <div className={classes.fields}>
          <NativeSelect
            label="Sorted by"
            {...field('sort')}
            data={Object.entries(sorts).map(([value, label]) => ({ value, label }))}
          />
          {texts.map(([name, title, hint]) => (
            <TextInput key={name} label={title} placeholder={hint} maxLength={200} {...field(name)} />
          ))}
          {choices.map(([name, title]) => (
            <NativeSelect
              key={name}
              label={title}
              {...field(name)}
              data={[
                { value: '', label: 'Any' },
                ...(facets.data?.[name] ?? []).map(({ value, count }) => ({
                  value,
                  label: `${name === 'severity' || name === 'csafVersion' ? value : humanise(value)} (${count})`,
                })),
              ]}
            />
          ))}
          {days.map(([name, title]) => (
            <TextInput key={name} type="date" label={title} {...field(name)} />
          ))}
          {scores.map(([name, title]) => (
            <TextInput key={name} type="number" min={0} max={10} step={0.1} label={title} {...field(name)} />
          ))}
        </div>
      </Form>
    </Dialog>
  )
}
