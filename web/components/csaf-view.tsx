import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { CsafView, CsafViewVulnerability } from '#web/api/contract.ts'
import { humanise } from '#web/api/words.ts'
import { formatCount } from '#web/ui/app-link.tsx'
import { Facts } from '#web/ui/facts.tsx'
import { Day } from '#web/ui/moment.tsx'
import { OutsideLink, PlainText } from '#web/ui/plain-text.tsx'
import { Section } from '#web/ui/section.tsx'
import classes from './csaf-view.module.css'

// What a CSAF document says beside products and flaws (CSAF 2.0 clause 9.1.11), as text: nothing of it becomes markup.

const day = (at: string) => (at ? <Day on={at.slice(0, 10)} /> : null)

/** Lists of any length: the first, and the rest when asked for. */
function Lines({ items, of, shown = 8 }: { items: { key: string; line: ReactNode }[]; of: string; shown?: number }) {
  const [isAll, setIsAll] = useState(false)
  return (
    <>
      <ul className={classes.list}>
        {(isAll ? items : items.slice(0, shown)).map(({ key, line }) => (
          <li key={key}>{line}</li>
        ))}
      </ul>
      {items.length > shown && !isAll && (
        <Button variant="default" size="compact-sm" mt="xs" onClick={() => setIsAll(true)}>
          All {formatCount(items.length)} {of}
        </Button>
      )}
    </>
  )
}

/** `level`: of its heading, one below that of what it is a part of. */
function Part({ title, level, children }: { title: string; level: 3 | 4; children: ReactNode }) {
  const Heading = `h${level}` as const
  return (
    <div>
      <Heading>{title}</Heading>
      {children}
    </div>
  )
}

function Notes({ notes, level }: { notes: CsafView['notes']; level: 3 | 5 }) {
  const Heading = `h${level}` as const
  return (
    <div className={classes.stack}>
      {notes.map((note, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a document's notes have no name and never move
        <div key={index} className={classes.note}>
          <Heading>
            {note.title || humanise(note.category)}{' '}
            <span className={classes.kind}>
              {note.title && humanise(note.category)}
              {note.audience && ` · for ${note.audience}`}
            </span>
          </Heading>
          <PlainText text={note.text} />
        </div>
      ))}
    </div>
  )
}

const References = ({ references }: { references: CsafView['references'] }) => (
  <Lines
    of="references"
    items={references.map(({ summary, url, category }, index) => ({
      key: `${index}`,
      line: (
        <>
          {summary && summary !== url && `${summary}: `}
          <OutsideLink href={url} />
          {category === 'self' && <span className={classes.kind}> the document itself</span>}
        </>
      ),
    }))}
  />
)

const Thanks = ({ to }: { to: CsafView['acknowledgments'] }) => (
  <Lines
    of="acknowledgements"
    items={to.map(({ names, organization, summary, urls }, index) => ({
      key: `${index}`,
      line: (
        <>
          {[names.join(', '), organization].filter(Boolean).join(', ')}
          {summary && `: ${summary}`}
          {urls.map((url) => (
            <span key={url}>
              {' '}
              <OutsideLink href={url} />
            </span>
          ))}
        </>
      ),
    }))}
  />
)

/** Names of products by their id. */
export type ProductNames = ReadonlyMap<string, string>
export const productNames = (view: CsafView): ProductNames =>
  new Map([
    ...view.tree.flatMap((line): [string, string][] =>
      line.productId ? [[line.productId, line.fullName || line.name]] : [],
    ),
    ...view.relationships.map((one): [string, string] => [one.productId, one.fullName]),
  ])

/** The products that something is about; a group is opened into its products. */
function About({
  of,
  view,
  names,
}: {
  of: { productIds: string[]; groupIds: string[] }
  view: CsafView
  names: ProductNames
}) {
  const groups = view.groups.filter(({ id }) => of.groupIds.includes(id))
  const ids = [...new Set([...of.productIds, ...groups.flatMap(({ productIds }) => productIds)])]
  if (ids.length === 0) return null
  const say = (id: string) => names.get(id) ?? id
  const groupText = groups.map(({ id, summary }) => summary || `group ${id}`).join(', ')
  if (ids.length === 1)
    return (
      <p className={classes.kind}>
        For {say(ids[0]!)}
        {groupText && ` (${groupText})`}
      </p>
    )
  return (
    <details className={classes.details}>
      <summary className={classes.kind}>
        For {formatCount(ids.length)} products{groupText && ` (${groupText})`}
      </summary>
      <Lines of="products" items={ids.map((id) => ({ key: id, line: say(id) }))} />
    </details>
  )
}

/** What a document says of one flaw beside what its advisory's page shows already. */
export function CsafVulnerability({
  one,
  view,
  names,
}: {
  one: CsafViewVulnerability
  view: CsafView
  names: ProductNames
}) {
  const shown = one.notes.filter(({ category }) => !['description', 'summary', 'details', 'general'].includes(category))
  const corrected = one.scores.filter(({ byVector }) => byVector)
  return (
    <details className={classes.details}>
      <summary>More that the document says of it</summary>
      <div className={classes.stack}>
        <Facts
          facts={[
            one.cwe ? { name: 'Weakness', value: one.cwe } : null,
            one.ids.length > 0 && {
              name: 'Other ids',
              value: one.ids.map(({ system, text }) => `${text} (${system})`).join(', '),
            },
            one.discoveredAt ? { name: 'Discovered', value: day(one.discoveredAt) } : null,
            one.releasedAt ? { name: 'Made public', value: day(one.releasedAt) } : null,
          ]}
        />
        {corrected.length > 0 && (
          <Part level={4} title="Scores that their vector contradicts">
            <Lines
              of="scores"
              items={corrected.map(({ system, score, severity, vector, byVector }, index) => ({
                key: `${index}`,
                line: `${system} is published as ${score ?? 'no number'} ${severity}; the vector ${vector} is ${byVector}.`,
              }))}
            />
          </Part>
        )}
        <Part level={4} title="Products by status">
          <Lines
            of="statuses"
            items={one.status.map(({ status, productIds }) => ({
              key: status,
              line: (
                <>
                  {humanise(status)}
                  <About of={{ productIds, groupIds: [] }} view={view} names={names} />
                </>
              ),
            }))}
          />
        </Part>
        {one.remediations.length > 0 && (
          <Part level={4} title="Remediations">
            <Lines
              of="remediations"
              items={one.remediations.map((fix, index) => ({
                key: `${index}`,
                line: (
                  <>
                    <strong>{humanise(fix.category)}</strong> {fix.date && <>· {day(fix.date)}</>}
                    {fix.restart &&
                      fix.restart !== 'none' &&
                      ` · restart of the ${humanise(fix.restart).toLowerCase()}`}
                    {fix.restartDetails && `: ${fix.restartDetails}`}
                    <PlainText text={fix.details} />
                    {fix.entitlements.length > 0 && <p>Needs: {fix.entitlements.join('; ')}</p>}
                    {fix.url && <OutsideLink href={fix.url} />}
                    <About of={fix} view={view} names={names} />
                  </>
                ),
              }))}
            />
          </Part>
        )}
        {one.threats.length > 0 && (
          <Part level={4} title="Threats">
            <Lines
              of="threats"
              items={one.threats.map((threat, index) => ({
                key: `${index}`,
                line: (
                  <>
                    <strong>{humanise(threat.category)}</strong> {threat.date && <>· {day(threat.date)}</>}
                    <PlainText text={threat.details} />
                    <About of={threat} view={view} names={names} />
                  </>
                ),
              }))}
            />
          </Part>
        )}
        {one.flags.length > 0 && (
          <Part level={4} title="Why not affected">
            <Lines
              of="flags"
              items={one.flags.map((flag, index) => ({
                key: `${index}`,
                line: (
                  <>
                    {humanise(flag.label)} {flag.date && <>· {day(flag.date)}</>}
                    <About of={flag} view={view} names={names} />
                  </>
                ),
              }))}
            />
          </Part>
        )}
        {one.involvements.length > 0 && (
          <Part level={4} title="Who is at work on it">
            <Lines
              of="involvements"
              items={one.involvements.map(({ party, status, date, summary }, index) => ({
                key: `${index}`,
                line: (
                  <>
                    {humanise(party)}: {humanise(status).toLowerCase()} {date && <>· {day(date)}</>}
                    {summary && ` · ${summary}`}
                  </>
                ),
              }))}
            />
          </Part>
        )}
        {shown.length > 0 && (
          <Part level={4} title="Notes">
            <Notes notes={shown} level={5} />
          </Part>
        )}
        {one.references.length > 0 && (
          <Part level={4} title="References">
            <References references={one.references} />
          </Part>
        )}
        {one.acknowledgments.length > 0 && (
          <Part level={4} title="Thanks to">
            <Thanks to={one.acknowledgments} />
          </Part>
        )}
      </div>
    </details>
  )
}

/** The frame of a document: notes, references, thanks, who published it and how far it may go, its history. */
export function CsafFrame({ view }: { view: CsafView }) {
  const { publisher, tracking, distribution } = view
  const notes = view.notes.filter(({ category }) => category !== 'summary')
  return (
    <>
      <Section title="Of the document">
        <div className={classes.stack}>
          <Facts
            facts={[
              { name: 'Category', value: humanise(view.category) },
              { name: 'CSAF version', value: view.csafVersion },
              view.aggregateSeverity && { name: 'Severity as a whole', value: view.aggregateSeverity.text },
              { name: 'Status', value: humanise(tracking.status) },
              { name: 'Version', value: tracking.version },
              { name: 'Initial release', value: day(tracking.initialRelease) },
              { name: 'Current release', value: day(tracking.currentRelease) },
              tracking.aliases.length > 0 && { name: 'Also known as', value: tracking.aliases.join(', ') },
              {
                name: 'Publisher',
                value: [publisher.name, publisher.category && humanise(publisher.category).toLowerCase()]
                  .filter(Boolean)
                  .join(', '),
              },
              { name: 'Namespace', value: publisher.namespace },
              publisher.contact ? { name: 'Contact', value: publisher.contact } : null,
              publisher.authority ? { name: 'Authority', value: publisher.authority } : null,
              distribution.tlp || distribution.text
                ? {
                    name: 'May be passed on',
                    value: [distribution.tlp && `TLP:${distribution.tlp}`, distribution.text]
                      .filter(Boolean)
                      .join(' · '),
                  }
                : null,
              view.language ? { name: 'Language', value: view.language } : null,
              view.sourceLanguage ? { name: 'Translated from', value: view.sourceLanguage } : null,
              tracking.generator
                ? {
                    name: 'Made with',
                    value: (
                      <>
                        {tracking.generator} {day(tracking.generatedAt)}
                      </>
                    ),
                  }
                : null,
            ]}
          />
          {tracking.revisions.length > 0 && (
            <Part level={3} title="Revision history">
              <Lines
                of="revisions"
                items={tracking.revisions.toReversed().map(({ number, date, summary }, index) => ({
                  key: `${index}`,
                  line: (
                    <span className={classes.revision}>
                      <strong>{number}</strong>
                      <span className="quiet">{day(date)}</span>
                      <span>{summary}</span>
                    </span>
                  ),
                }))}
              />
            </Part>
          )}
        </div>
      </Section>
      {notes.length > 0 && (
        <Section title="Notes">
          <Notes notes={notes} level={3} />
        </Section>
      )}
      {view.references.length > 0 && (
        <Section title="References">
          <References references={view.references} />
        </Section>
      )}
      {view.acknowledgments.length > 0 && (
        <Section title="Thanks to">
          <Thanks to={view.acknowledgments} />
        </Section>
      )}
    </>
  )
}

/** Enough to be seen at once. */
const linesShown = 200

export function CsafProductTree({ view, names }: { view: CsafView; names: ProductNames }) {
  const [isAll, setIsAll] = useState(false)
  const lines = isAll ? view.tree : view.tree.slice(0, linesShown)
  if (view.tree.length === 0 && view.relationships.length === 0) return null
  return (
    <Section title="Product tree" aside={`${formatCount(names.size)} products`}>
      <div className={classes.stack}>
        {lines.length > 0 && (
          <details className={classes.details}>
            <summary>As the publisher orders them</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
            <section className={classes.scroll} tabIndex={0} aria-label="Lines of the product tree">
              <ul className={classes.tree}>
                {lines.map((line, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a document never move
                  <li key={index} style={{ '--depth': line.depth } as React.CSSProperties}>
                    {line.name} <span className={classes.kind}>{humanise(line.category).toLowerCase()}</span>
                    {line.fullName && line.fullName !== line.name && (
                      <div className={classes.kind}>{line.fullName}</div>
                    )}
                    {line.identifiers.map((identifier) => (
                      <div key={identifier} className={`${classes.kind} mono`}>
                        {identifier}
                      </div>
                    ))}
                  </li>
                ))}
              </ul>
            </section>
            {view.tree.length > lines.length && (
              <Button variant="default" size="compact-sm" mt="xs" onClick={() => setIsAll(true)}>
                All {formatCount(view.tree.length)} lines
              </Button>
            )}
          </details>
        )}
        {view.relationships.length > 0 && (
          <Part level={3} title="Products that belong together">
            <Lines
              of="relationships"
              items={view.relationships.map((one, index) => ({
                key: `${index}`,
                line: (
                  <>
                    {one.fullName}
                    <div className={classes.kind}>
                      {names.get(one.reference) ?? one.reference} {humanise(one.category).toLowerCase()}{' '}
                      {names.get(one.relatesTo) ?? one.relatesTo}
                    </div>
                  </>
                ),
              }))}
            />
          </Part>
        )}
        {view.groups.length > 0 && (
          <Part level={3} title="Groups of products">
            <Lines
              of="groups"
              items={view.groups.map((group) => ({
                key: group.id,
                line: (
                  <>
                    {group.summary || group.id}
                    <About of={{ productIds: group.productIds, groupIds: [] }} view={view} names={names} />
                  </>
                ),
              }))}
            />
          </Part>
        )}
      </div>
    </Section>
  )
}
