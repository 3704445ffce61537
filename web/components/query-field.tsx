import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconTerminal2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { type Asked, type QueryProposal, queryCheck } from '#web/api/query.ts'
import classes from './query-field.module.css'

const examples: Readonly<Record<Asked, string>> = {
  devices: 'site = "North" and seen < 30 days ago and with findings(exploited)',
  findings: 'score >= 60 and on device(zone = flat) and without work',
  work: 'late and priority = critical',
}

/**
 * A query in words: proposals while it is written, and what cannot be read is underlined with the reason. Enter asks; what is
 * wrong is not asked.
 */
export function QueryField({
  of,
  value,
  onChange,
}: {
  of: Asked
  value: string | undefined
  onChange: (query: string | undefined) => void
}) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const mirror = useRef<HTMLDivElement>(null)
  const [typed, setTyped] = useState(value ?? '')
  const [cursor, setCursor] = useState(typed.length)
  const [isOpen, setIsOpen] = useState(false)
  const [active, setActive] = useState(-1)
  /** Asked as it stands: then it is wrong also where it only is not finished. */
  const [isAsked, setIsAsked] = useState(value !== undefined)
  const [isAwaited, setIsAwaited] = useState(false)
  const placed = useRef<number | null>(null)
  useEffect(() => {
    setTyped(value ?? '')
    setIsAsked(value !== undefined)
  }, [value])
  useLayoutEffect(() => {
    if (placed.current === null) return
    input.current?.setSelectionRange(placed.current, placed.current)
    placed.current = null
  })

  const [settled] = useDebouncedValue({ typed, cursor }, 120)
  const isSettled = settled.typed === typed && settled.cursor === cursor
  const check = useQuery({ ...queryCheck(of, settled.typed, settled.cursor), enabled: typed !== '' || isOpen })
  const isAnswered = isSettled && check.isSuccess && !check.isPlaceholderData
  const fault = isAnswered && typed.trim() !== '' ? check.data.fault : null
  const isShownWrong = fault !== null && (isAsked || fault.at < typed.trimEnd().length)
  // Those of what stood there before would be put in the wrong place.
  const proposals = (isAnswered && check.data.completion?.proposals.slice(0, 60)) || []
  const isShown = isOpen && proposals.length > 0

  const change = (text: string, at: number) => {
    setTyped(text)
    setCursor(at)
    setActive(-1)
    setIsAsked(false)
    setIsAwaited(false)
    setIsOpen(true)
  }
  const take = (proposal: QueryProposal) => {
    const completion = check.data?.completion
    if (!completion) return
    const behind = typed.slice(completion.end)
    const isJoined = proposal.text.endsWith('(') || behind.startsWith(' ')
    const before = typed.slice(0, completion.at) + proposal.text + (isJoined ? '' : ' ')
    placed.current = before.length
    change(before + behind, before.length)
    input.current?.focus()
  }
  const ask = (event?: FormEvent) => {
    event?.preventDefault()
    setIsOpen(false)
    setIsAsked(true)
    if (typed.trim() === '') onChange(undefined)
    else setIsAwaited(true)
  }
  // What was typed in haste is checked before it is asked.
  const isChecked = isAnswered || (isSettled && check.isError)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when what was typed is checked
  useEffect(() => {
    if (!isAwaited || !isChecked) return
    setIsAwaited(false)
    if (!check.data?.fault) onChange(typed.trim())
  }, [isAwaited, isChecked])
  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event
    if (key === ' ' && event.ctrlKey) setIsOpen(true)
    else if (key === 'Escape' && isShown) setIsOpen(false)
    else if (key === 'ArrowDown' && isShown) setActive((active + 1) % proposals.length)
    else if (key === 'ArrowUp' && isShown) setActive((active <= 0 ? proposals.length : active) - 1)
    else if (key === 'ArrowDown') setIsOpen(true)
    else if ((key === 'Enter' || key === 'Tab') && isShown && proposals[active]) take(proposals[active])
    else return
    event.preventDefault()
  }
  const follow = () => {
    if (mirror.current && input.current) mirror.current.scrollLeft = input.current.scrollLeft
  }

  return (
    <search
      aria-label="Query"
      className="no-print"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setIsOpen(false)
      }}
    >
      <form className={classes.field} onSubmit={ask}>
        <div className={classes.box}>
          <div style={{ position: 'relative' }}>
            <TextInput
              ref={input}
              size="xs"
              value={typed}
              maxLength={2000}
              onChange={(event) =>
                change(
                  event.currentTarget.value,
                  event.currentTarget.selectionStart ?? event.currentTarget.value.length,
                )
              }
              onSelect={(event) => setCursor(event.currentTarget.selectionStart ?? 0)}
              onScroll={follow}
              onKeyDown={onKeyDown}
              placeholder={examples[of]}
              aria-label="Query"
              role="combobox"
              aria-expanded={isShown}
              aria-controls={`${id}-list`}
              aria-autocomplete="list"
              aria-activedescendant={isShown && active >= 0 ? `${id}-${active}` : undefined}
              error={isShownWrong}
              aria-describedby={isShownWrong ? `${id}-fault` : undefined}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              leftSection={<IconTerminal2 size={15} aria-hidden />}
              classNames={{ input: classes.input! }}
            />
            {isShownWrong && fault && (
              <div ref={mirror} className={classes.mirror} aria-hidden style={{ left: 30 }}>
                <span>
                  {typed.slice(0, fault.at)}
                  <mark className={classes.wrong}>{typed.slice(fault.at, fault.end) || ' '}</mark>
                  {typed.slice(fault.end)}
                </span>
              </div>
            )}
          </div>
          {isShownWrong && fault && (
            <p id={`${id}-fault`} className={classes.fault} role="alert">
              {quoted(fault.sentence)}
            </p>
          )}
          <div className={classes.drop} hidden={!isShown}>
            <div id={`${id}-list`} role="listbox" aria-label="Proposals" tabIndex={-1}>
              {isShown &&
                proposals.map((proposal, index) => (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard stays in the box above
                  // biome-ignore lint/a11y/useFocusableInteractive: the keyboard stays in the box above
                  <div
                    key={`${proposal.kind} ${proposal.text}`}
                    id={`${id}-${index}`}
                    role="option"
                    aria-selected={index === active}
                    className={classes.item}
                    onMouseMove={() => setActive(index)}
                    onMouseDown={(event) => event.preventDefault()}
                    onClick={() => take(proposal)}
                    ref={(node) => {
                      if (index === active) node?.scrollIntoView({ block: 'nearest' })
                    }}
                  >
                    <span className={classes.text}>{proposal.text}</span>
                    {proposal.description && <span className={classes.says}>{proposal.description}</span>}
                  </div>
                ))}
            </div>
          </div>
        </div>
        <Button type="submit" size="xs" variant="default">
          Ask
        </Button>
      </form>
    </search>
  )
}

/** The CLI marks words by backticks; here they stand in quotes. */
const quoted = (sentence: string) => sentence.replace(/`([^`]*)`/g, '“$1”')
