import { IconMapPinQuestion } from '@tabler/icons-react'
import { ApiProblem } from '#web/api/client.ts'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { Page } from '#web/ui/page.tsx'
import { Empty, Failure } from '#web/ui/states.tsx'

export function NotFound() {
  return (
    <Page title="There is nothing here" narrow>
      <Empty icon={<IconMapPinQuestion size={32} aria-hidden />} title="This address leads nowhere">
        It may be mistyped, or what was here has moved. Search above, or go <AppLink href={paths.home()}>home</AppLink>.
      </Empty>
    </Page>
  )
}

/** A page that could not be shown: refused, gone, out of reach, or broken. */
export function PageFailure({ error, reset }: { error: unknown; reset?: () => void }) {
  const status = error instanceof ApiProblem ? error.status : 500
  const title =
    status === 404 ? 'There is nothing here' : status === 403 ? 'Not for your role' : 'This page could not be shown'
  return (
    <Page title={title} narrow>
      <Failure error={error} retry={reset ?? (() => window.location.reload())} />
      <p style={{ textAlign: 'center' }}>
        <AppLink href={paths.home()}>Go home</AppLink>
      </p>
    </Page>
  )
}
