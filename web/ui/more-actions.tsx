import { Menu } from '@mantine/core'
import { IconDots, type TablerIcon } from '@tabler/icons-react'
import { Action } from './action.tsx'
import { AppLink } from './app-link.tsx'

/** One thing to do, or a place to go; off with a reason that stands below it. */
export interface MoreAction {
  readonly title: string
  readonly icon: TablerIcon
  readonly href?: string
  readonly act?: () => void
  readonly whyNot?: string | null
}

/** What is done seldom: behind one button, so that what is done often stands out. */
export function MoreActions({ actions }: { actions: readonly MoreAction[] }) {
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <Action variant="default" leftSection={<IconDots size={16} aria-hidden />}>
          More
        </Action>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map(({ title, icon: Icon, href, act, whyNot }) => {
          const leftSection = <Icon size={16} aria-hidden />
          if (href && !whyNot)
            return (
              <Menu.Item key={title} component={AppLink} href={href} leftSection={leftSection}>
                {title}
              </Menu.Item>
            )
          return (
            <Menu.Item
              key={title}
              leftSection={leftSection}
              aria-disabled={whyNot ? true : undefined}
              closeMenuOnClick={!whyNot}
              onClick={whyNot ? undefined : act}
            >
              {title}
              {whyNot && <div className="quiet small">{whyNot}</div>}
            </Menu.Item>
          )
        })}
      </Menu.Dropdown>
    </Menu>
  )
}
