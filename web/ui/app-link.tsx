import { useRouter } from '@tanstack/react-router'
import { type AnchorHTMLAttributes, forwardRef, type MouseEvent } from 'react'

export interface AppLinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  href: string
}

const staysHere = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey

/** A link inside the client: an ordinary `a`, so that a new tab, copying and the status bar work as everywhere. */
export const AppLink = forwardRef<HTMLAnchorElement, AppLinkProps>(function AppLink({ href, onClick, ...rest }, ref) {
  const router = useRouter()
  return (
    <a
      {...rest}
      ref={ref}
      href={href}
      onClick={(event) => {
        onClick?.(event)
        if (event.defaultPrevented || rest.target || !staysHere(event)) return
        event.preventDefault()
        router.history.push(href)
      }}
    />
  )
})

/** The number is a link to the list that it counts; nothing leads nowhere. */
export function CountLink({ href, count, of }: { href: string; count: number; of: string }) {
  if (count === 0) return <span className="number quiet">0</span>
  return (
    <AppLink href={href} className="number" aria-label={`${formatCount(count)} ${of}`}>
      {formatCount(count)}
    </AppLink>
  )
}

const counts = new Intl.NumberFormat('en')
export const formatCount = (count: number) => counts.format(count)
