import { useEffect, useLayoutEffect, useRef } from 'react'

const focusHeading = () => document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true })
const isLost = () => document.activeElement === document.body

/**
 * Most dialogs are taken away as they close, and their focus with them: it goes back to what opened them, or to the page's
 * heading where that is gone.
 */
export function useFocusBack(opened: boolean) {
  useLayoutEffect(() => {
    if (!opened) return
    const opener = document.activeElement
    return () => {
      setTimeout(() => {
        if (!isLost()) return
        if (opener instanceof HTMLElement && opener !== document.body && opener.isConnected)
          opener.focus({ preventScroll: true })
        else focusHeading()
      })
    }
  }, [opened])
}

/** Where a list is read anew without the row that had the focus, it goes to the page's heading. */
export function useFocusOfLeaving(readAt: number) {
  const last = useRef<EventTarget | null>(null)
  useEffect(() => {
    const remember = (event: FocusEvent) => {
      last.current = event.target
    }
    document.addEventListener('focusin', remember)
    return () => document.removeEventListener('focusin', remember)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is asked once the list was read anew
  useEffect(() => {
    if (isLost() && last.current instanceof HTMLElement && !last.current.isConnected) focusHeading()
  }, [readAt])
}
