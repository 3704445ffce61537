import { Button } from '@mantine/core'
import type { Appetite, AppetiteFault, AppetitePoint } from '#web/api/contract.ts'
import { Section } from '#web/ui/section.tsx'
import classes from './appetite.module.css'

const keyOf = (when: readonly string[]) => when.join(' ')

/** A row of the table for each combination of all points but the last, which goes along it. */
export function AppetiteTable({
  appetite,
  points,
  faults,
  onRows,
  onException,
}: {
  appetite: Appetite
  points: readonly AppetitePoint[]
  faults: readonly AppetiteFault[]
  onRows: (rows: Appetite['rows']) => void
  onException: (milder: string[], worse: string[]) => void
}) {
  const asked = appetite.points.flatMap((id) => points.find((point) => point.id === id) ?? [])
  const along = asked.at(-1)
  const down = asked.slice(0, -1)
  if (!along || asked.length < appetite.points.length) return null
  const lines = down.reduce<readonly (readonly string[])[]>(
    (rows, { values }) => rows.flatMap((row) => values.map(({ key }) => [...row, key])),
    [[]],
  )
  const actionsOf = Map.groupBy(appetite.rows, ({ when }) => keyOf(when))
  // A fault of two rows stands beside the worse one.
  const beside = Map.groupBy(
    faults.filter(({ kind }) => kind.startsWith('row_') || kind === 'worse_is_laxer'),
    ({ rows }) => keyOf(rows.at(-1)!.slice(0, -1)),
  )
  const concerned = new Set(faults.flatMap(({ rows }) => rows.map(keyOf)))
  const choose = (when: readonly string[], action: string) =>
    onRows([
      ...appetite.rows.filter((row) => keyOf(row.when) !== keyOf(when)),
      { when: [...when], action: action === '' ? null : action },
    ])
  const nameOf = (point: AppetitePoint, key: string) => point.values.find((value) => value.key === key)?.name ?? key
  const [first, ...others] = down
  return (
    <Section title="Decision table" aside={`${lines.length * along.values.length} combinations`} flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls has to be reached by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label="Combinations">
        <table className={classes.table}>
          <thead>
            <tr>
              {others.map(({ id, name }) => (
                <th scope="col" key={id}>
                  {capital(name)}
                </th>
              ))}
              {along.values.map(({ key, name }) => (
                <th scope="col" key={key}>
                  {capital(along.name)} {name}
                </th>
              ))}
            </tr>
          </thead>
          {[...Map.groupBy(lines, ([key]) => key ?? '')].map(([group, rows]) => (
            <tbody key={group}>
              {first && (
                <tr className={classes.group}>
                  <th scope="rowgroup" colSpan={others.length + along.values.length}>
                    {capital(first.name)}: {nameOf(first, group)}
                  </th>
                </tr>
              )}
              {rows.map((line) => (
                <Line
                  key={keyOf(line)}
                  faults={beside.get(keyOf(line)) ?? []}
                  span={others.length + along.values.length}
                  onException={onException}
                >
                  {others.map((point, at) => (
                    <th scope="row" key={point.id}>
                      <span className={classes.phone}>{capital(point.name)}: </span>
                      {nameOf(point, line[at + 1]!)}
                    </th>
                  ))}
                  {along.values.map(({ key, name }) => {
                    const when = [...line, key]
                    const said = [...new Set(actionsOf.get(keyOf(when))?.flatMap(({ action }) => action ?? []) ?? [])]
                    const chosen = said.length === 1 ? said[0]! : ''
                    const words = [
                      ...down.map((point, at) => `${point.name} ${nameOf(point, line[at]!)}`),
                      `${along.name} ${name}`,
                    ]
                    const place = appetite.actions.findIndex((action) => action.key === chosen)
                    return (
                      <td key={key}>
                        <span className={classes.phone} aria-hidden>
                          {capital(along.name)} {name}
                        </span>
                        <select
                          className={classes.cell}
                          data-urgency={place < 0 ? 'none' : appetite.actions.length - 1 - place}
                          aria-label={words.join(', ')}
                          aria-invalid={concerned.has(keyOf(when))}
                          value={chosen}
                          onChange={(event) => choose(when, event.currentTarget.value)}
                        >
                          <option value="">{said.length > 1 ? 'Contradiction' : 'Choose'}</option>
                          {appetite.actions.map((action) => (
                            <option key={action.key} value={action.key}>
                              {action.name}
                            </option>
                          ))}
                        </select>
                      </td>
                    )
                  })}
                </Line>
              ))}
            </tbody>
          ))}
        </table>
      </section>
    </Section>
  )
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** What is wrong stands right below the row. */
function Line({
  faults,
  span,
  onException,
  children,
}: {
  faults: readonly AppetiteFault[]
  span: number
  onException: (milder: string[], worse: string[]) => void
  children: React.ReactNode
}) {
  return (
    <>
      <tr className={classes.line}>{children}</tr>
      {faults.length > 0 && (
        <tr className={classes.wrong}>
          <td colSpan={span}>
            <ul className={classes.faults}>
              {faults.map(({ kind, text, rows: [milder, worse] }) => (
                <li key={text}>
                  {text}{' '}
                  {kind === 'worse_is_laxer' && milder && worse && (
                    <Button size="compact-xs" variant="default" onClick={() => onException(milder, worse)}>
                      Record an exception
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          </td>
        </tr>
      )}
    </>
  )
}
