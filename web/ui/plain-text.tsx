/** Text from outside, as text: its lines are kept, and nothing in it becomes markup. */
export function PlainText({ text }: { text: string }) {
  return <p className="prose">{text.replace(/\r\n?/g, '\n').trim()}</p>
}

/** A link to another site, only where it is one. */
export function OutsideLink({ href, children }: { href: string; children?: string }) {
  if (!/^https?:\/\//i.test(href)) return <span>{href}</span>
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children ?? href}
      <span className="visually-hidden"> (opens in a new tab)</span>
    </a>
  )
}
