import { IconMapPinQuestion } from '@tabler/icons-react'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { Page } from '#web/ui/page.tsx'
import { Empty } from '#web/ui/states.tsx'

export function NotFound() {
  return (
    <Page title="There is nothing here" narrow>
      <Empty icon={<IconMapPinQuestion size={32} aria-hidden />} title="This address leads nowhere">
        It may be mistyped, or what was here has moved. Search above, or go <AppLink href={paths.home()}>home</AppLink>.
      </Empty>
    </Page>
  )
}
