import type { ImportPreview } from '#web/api/contract.ts'
import { attributeTitle } from '#web/api/words.ts'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Section } from '#web/ui/section.tsx'
import { claimText } from './claim-field.tsx'
import classes from './preview-counts.module.css'

const kinds = [
  ['new', 'New', 'devices that nobody knew'],
  ['changed', 'Changed', 'devices that get other values'],
  ['unchanged', 'Unchanged', 'devices that stay as they are'],
  ['rejected', 'Rejected', 'rows kept with their reason, to be corrected'],
] as const

/** What an import would do, with examples; each number leads to its examples. */
export function PreviewCounts({ preview }: { preview: ImportPreview }) {
  const { examples } = preview
  return (
    <>
      <Section title="What would happen" aside={`${formatCount(preview.rows)} rows were read; nothing has changed yet`}>
        <dl className={classes.counts}>
          {kinds.map(([kind, title, text]) => (
            <div key={kind} className={classes[kind]}>
              <dt>{title}</dt>
              <dd>
                {kind === 'unchanged' || preview[kind] === 0 ? (
                  formatCount(preview[kind])
                ) : (
                  <a href={`#preview-${kind}`}>{formatCount(preview[kind])}</a>
                )}
              </dd>
              <dd className={classes.text}>{text}</dd>
            </div>
          ))}
        </dl>
      </Section>
      {examples.rejected.length > 0 && (
        <Section title="Rejected" id="preview-rejected" aside={`the first ${examples.rejected.length}`}>
          <ul className={classes.examples}>
            {examples.rejected.map((one) => (
              <li key={`${one.position} ${one.code}`}>
                <strong>{one.position}</strong> {one.reason}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {examples.changed.length > 0 && (
        <Section title="Changed" id="preview-changed" aside={`the first ${examples.changed.length}`}>
          <ul className={classes.examples}>
            {examples.changed.map((one) => (
              <li key={one.sourceKey}>
                <AppLink href={paths.device(one.deviceId)}>{one.name}</AppLink>{' '}
                <span className="quiet small">
                  {one.assetTag && !one.name.includes(one.assetTag) && `${one.assetTag} · `}key{' '}
                  <span className="mono">{one.sourceKey}</span>
                </span>
                <ul>
                  {one.changes.map((change) => (
                    <li key={change.attribute}>
                      {attributeTitle(change.attribute)}:{' '}
                      <del>{claimText(change.attribute, change.before) || 'nothing'}</del> →{' '}
                      <ins>{claimText(change.attribute, change.after) || 'nothing'}</ins>
                    </li>
                  ))}
                </ul>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {examples.new.length > 0 && (
        <Section title="New" id="preview-new" aside={`the first ${examples.new.length}`}>
          <ul className={classes.examples}>
            {examples.new.map((one) => (
              <li key={one.sourceKey}>
                <strong>{one.sourceKey}</strong>{' '}
                <span className="quiet">
                  {Object.entries(one.claims)
                    .filter(([, value]) => value !== null && value !== undefined)
                    .slice(0, 5)
                    .map(([name, value]) => `${attributeTitle(name)} ${claimText(name, value)}`)
                    .join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}
