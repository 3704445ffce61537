import { Kbd, Loader, TextInput } from '@mantine/core'
import { useDebouncedValue, useHotkeys } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRouter, useRouterState } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { SearchKind } from '#web/api/contract.ts'
import { searchQuery } from '#web/api/loop.ts'
import { sentenceOf } from '#web/ui/states.tsx'
import classes from './global-search.module.css'

const titles: Readonly<Record<SearchKind, string>> = {
  device: 'Devices',
  model: 'Models',
  advisory: 'Advisories',
  vulnerability: 'Vulnerabilities',
  work_order: 'Work orders',
}

/** One box for everything: tag, serial, IP, MAC, model, CVE, advisory. `/` or Ctrl-K reaches it from everywhere. */
export function GlobalSearch() {
  const id = useId()
  const router = useRouter()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState('')
  const [isOpen, setIsOpen] = useState(false)
  const [active, setActive] = useState(0)
  /** Enter was pressed before the answer came, as a barcode reader does. */
  const [isAwaited, setIsAwaited] = useState(false)
  const [q] = useDebouncedValue(typed.trim(), 150)
  const results = useQuery(searchQuery(q))
  const here = useRouterState({ select: (state) => state.location.href })
  const focus = () => input.current?.select()
  useHotkeys([
    ['/', focus],
    ['mod+K', focus],
  ])
  useHotkeys([['mod+K', focus]], ['CONTENTEDITABLE'], true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it closes when the place changes
  useEffect(() => setIsOpen(false), [here])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question, the first answer
  useEffect(() => setActive(0), [q])

  const groups = useMemo(() => results.data?.groups.filter((group) => group.items.length > 0) ?? [], [results.data])
  const items = useMemo(() => groups.flatMap((group) => group.items), [groups])
  const isShown = isOpen && q.length >= 2
  const isAnswered = typed.trim() === q && results.isSuccess && !results.isPlaceholderData

  const go = (path: string) => {
    setIsOpen(false)
    setTyped('')
    input.current?.blur()
    router.history.push(path)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when what was typed is answered
  useEffect(() => {
    if (!isAwaited || !isAnswered) return
    setIsAwaited(false)
    if (items[0]) go(items[0].path)
  }, [isAwaited, isAnswered])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !isAnswered) {
      setIsAwaited(typed.trim().length >= 2)
      event.preventDefault()
      return
    }
    if (event.key === 'Escape') {
      if (isOpen && typed) setIsOpen(false)
      else input.current?.blur()
      return
    }
    if (!isShown || items.length === 0) return
    if (event.key === 'ArrowDown') setActive((active + 1) % items.length)
    else if (event.key === 'ArrowUp') setActive((active - 1 + items.length) % items.length)
    else if (event.key === 'Enter') {
      const item = items[active]
      if (item) go(item.path)
    } else return
    event.preventDefault()
  }

  let index = -1
  return (
    <search
      className={classes.search}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setIsOpen(false)
      }}
    >
      <TextInput
        ref={input}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setIsOpen(true)
          setIsAwaited(false)
        }}
        onFocus={() => setIsOpen(true)}
        onKeyDown={onKeyDown}
        placeholder="Search tag, serial, IP, MAC, model, CVE …"
        aria-label="Search everything"
        role="combobox"
        aria-expanded={isShown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isShown && items.length > 0 ? `${id}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSectionWidth={44}
        rightSection={results.isFetching && q.length >= 2 ? <Loader size={14} /> : <Kbd className={classes.key}>/</Kbd>}
      />
      <div className={classes.drop} hidden={!isShown}>
        {results.error ? (
          <p className={classes.none} role="alert">
            {sentenceOf(results.error)}
          </p>
        ) : items.length === 0 && !results.isPending ? (
          <p className={classes.none} role="status">
            Nothing is called “{q}”. Part of a serial number, an address or a CVE is enough.
          </p>
        ) : null}
        <div id={`${id}-list`} role="listbox" aria-label="Results" tabIndex={-1}>
          {groups.map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options
            <div key={group.kind} role="group" aria-label={titles[group.kind]} className={classes.group}>
              <p className={classes.title} aria-hidden>
                {titles[group.kind]}
              </p>
              {group.items.map((item) => {
                index += 1
                const mine = index
                return (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard stays in the box above
                  // biome-ignore lint/a11y/useFocusableInteractive: the keyboard stays in the box above
                  <div
                    key={item.path}
                    id={`${id}-${mine}`}
                    role="option"
                    aria-selected={mine === active}
                    className={classes.item}
                    onMouseMove={() => setActive(mine)}
                    onMouseDown={(event) => event.preventDefault()}
                    onClick={() => go(item.path)}
                    ref={(node) => {
                      if (mine === active && isShown) node?.scrollIntoView({ block: 'nearest' })
                    }}
                  >
                    <span className={classes.name}>{item.title}</span>
                    <span className={classes.sub}>{item.subtitle}</span>
                  </div>
                )
              })}
            </div>
          ))}
        </div>
      </div>
    </search>
  )
}
