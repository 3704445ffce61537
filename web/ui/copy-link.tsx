import { Button, CopyButton, TextInput } from '@mantine/core'

/** A link that is shown once, to be handed over. */
export function CopyLink({ label, path }: { label: string; path: string }) {
  const link = new URL(path, window.location.origin).href
  return (
    <div style={{ display: 'flex', gap: 'var(--space-2)', alignItems: 'flex-end' }}>
      <TextInput
        label={label}
        value={link}
        readOnly
        style={{ flex: 1 }}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={link}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}
