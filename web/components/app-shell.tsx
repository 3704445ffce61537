import {
  ActionIcon,
  Burger,
  Drawer,
  type MantineColorScheme,
  Menu,
  Tooltip,
  UnstyledButton,
  useMantineColorScheme,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconArrowsSplit2,
  IconCategory,
  IconChartLine,
  IconClipboardList,
  IconDatabaseImport,
  IconDeviceDesktop,
  IconDeviceHeartMonitor,
  IconFileCertificate,
  IconGavel,
  IconGitMerge,
  IconHelp,
  IconHistory,
  IconHome,
  IconInbox,
  IconListSearch,
  IconLogout,
  IconMapPin,
  IconMoon,
  IconNews,
  IconPackages,
  IconRotate2,
  IconSettings,
  IconStack2,
  IconStethoscope,
  IconSun,
  IconTags,
  IconUser,
  IconUsers,
  IconZoomQuestion,
  type TablerIcon,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useRouter, useRouterState } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import type { Permission } from '#web/api/contract.ts'
import { boardQuery } from '#web/api/decisions.ts'
import { signOut } from '#web/api/session.ts'
import { humanise } from '#web/api/words.ts'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { TimeZone } from '#web/ui/moment.tsx'
import { useMay, useSession } from './access.ts'
import classes from './app-shell.module.css'
import { GlobalSearch } from './global-search.tsx'
import { NotificationBell } from './notification-bell.tsx'
import { SendQueueNotice } from './send-queue-notice.tsx'

interface Place {
  title: string
  href: string
  icon: TablerIcon
  needs?: Permission
}

const places: { title: string | null; items: Place[] }[] = [
  { title: null, items: [{ title: 'Home', href: paths.home(), icon: IconHome }] },
  {
    title: 'Inventory',
    items: [
      { title: 'Devices', href: paths.devices(), icon: IconDeviceHeartMonitor },
      { title: 'Health', href: paths.inventoryHealth(), icon: IconStethoscope },
      { title: 'Models', href: paths.models(), icon: IconCategory },
      { title: 'SBOMs', href: paths.sboms(), icon: IconStack2 },
      { title: 'MDS2 forms', href: paths.mds2(), icon: IconFileCertificate },
      { title: 'Names', href: paths.names(), icon: IconTags },
      { title: 'Places', href: paths.places(), icon: IconMapPin },
      { title: 'Reviews', href: paths.reviews(), icon: IconGitMerge },
      { title: 'Sources', href: paths.sources(), icon: IconDatabaseImport },
    ],
  },
  {
    title: 'Risk',
    items: [
      { title: 'Findings', href: paths.findings(), icon: IconListSearch },
      { title: 'Decisions', href: paths.decisions(), icon: IconGavel },
      { title: 'What if', href: paths.whatIf(), icon: IconArrowsSplit2 },
      { title: 'Triage', href: paths.triage(), icon: IconInbox },
      { title: 'Advisories', href: paths.advisories(), icon: IconNews },
      { title: 'Over time', href: paths.riskOverTime(), icon: IconChartLine },
      { title: 'Recalls', href: paths.recalls(), icon: IconRotate2 },
    ],
  },
  {
    title: 'Work',
    items: [
      { title: 'To plan', href: paths.work(), icon: IconPackages },
      { title: 'Ask one thing', href: paths.questions(), icon: IconZoomQuestion },
      { title: 'Work orders', href: paths.workOrders(), icon: IconClipboardList },
    ],
  },
  {
    title: 'Organisation',
    items: [
      { title: 'People', href: paths.people(), icon: IconUsers, needs: 'person:read' },
      { title: 'Audit trail', href: paths.audit(), icon: IconHistory, needs: 'audit:read' },
      { title: 'Settings', href: paths.settings(), icon: IconSettings, needs: 'settings:write' },
    ],
  },
  { title: null, items: [{ title: 'Help', href: paths.help(), icon: IconHelp }] },
]

function Navigation() {
  const may = useMay()
  const here = useRouterState({ select: (state) => state.location.pathname })
  const isHere = (href: string) => (href === '/' ? here === '/' : here === href || here.startsWith(`${href}/`))
  return (
    <nav aria-label="Main" className={classes.nav}>
      {places.map((group) => {
        const shown = group.items.filter((item) => !item.needs || may(item.needs))
        if (shown.length === 0) return null
        return (
          <div key={group.title ?? shown[0]?.title} className={classes.group}>
            {group.title && <p className={classes.groupTitle}>{group.title}</p>}
            <ul>
              {shown.map(({ title, href, icon: Icon }) => (
                <li key={href}>
                  <AppLink href={href} className={classes.place} aria-current={isHere(href) ? 'page' : undefined}>
                    <Icon size={18} stroke={1.75} aria-hidden />
                    {title}
                    {href === paths.decisions() && <WaitsForMe />}
                  </AppLink>
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </nav>
  )
}

/** Decisions that wait for whoever is signed in. */
function WaitsForMe() {
  const may = useMay()
  const { data } = useQuery({ ...boardQuery, enabled: may('finding:approve'), staleTime: 60_000 })
  const count = data?.waitsForMe.count ?? 0
  if (count === 0) return null
  return (
    <span className={classes.waits}>
      {count}
      <span className="visually-hidden"> wait for your approval</span>
    </span>
  )
}

const schemes = [
  { value: 'auto', title: 'Like the system', icon: IconDeviceDesktop },
  { value: 'light', title: 'Light', icon: IconSun },
  { value: 'dark', title: 'Dark', icon: IconMoon },
] as const

function PersonMenu() {
  const { person, organisation } = useSession()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const router = useRouter()
  const leave = async () => {
    await signOut().catch(() => undefined)
    await router.invalidate()
    router.history.push(paths.signIn())
  }
  const initials = (person?.name ?? '?')
    .split(/\s+/)
    .map((word) => word[0])
    .slice(0, 2)
    .join('')
    .toUpperCase()
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <UnstyledButton className={classes.person}>
          {initials}
          <span className="visually-hidden">, {person?.name}: account and appearance</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <strong>{person?.name}</strong>
          <span>
            {person && humanise(person.role)} · {organisation.name}
          </span>
        </div>
        <Menu.Divider />
        <Menu.Label>Appearance</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}>
          {schemes.map(({ value, title, icon: Icon }) => (
            <Menu.RadioItem key={value} value={value} rightSection={<Icon size={16} aria-hidden />}>
              {title}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconUser size={16} aria-hidden />}
          onClick={() => router.history.push(paths.account())}
        >
          Your account
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void leave()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

export function Brand() {
  return (
    <AppLink href={paths.home()} className={classes.brand} aria-label="Homeostat">
      <img src="/homeostat.svg" alt="" width={26} height={26} />
      <span>Homeostat</span>
    </AppLink>
  )
}

/** What stands around every page. */
export function AppShell({ children }: { children?: ReactNode }) {
  const { organisation } = useSession()
  const [isOpen, drawer] = useDisclosure(false)
  const here = useRouterState({ select: (state) => state.location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: it closes when the place changes
  useEffect(drawer.close, [here])

  return (
    <TimeZone value={organisation.timeZone || 'UTC'}>
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <header className={classes.header}>
        <Burger
          opened={isOpen}
          onClick={drawer.open}
          size="sm"
          className={classes.burger}
          aria-label="Open the menu"
          aria-expanded={isOpen}
        />
        <div className={classes.brandBox}>
          <Brand />
        </div>
        <div className={classes.search}>
          <GlobalSearch />
        </div>
        <div className={classes.tools}>
          <NotificationBell />
          <Tooltip label="Help">
            <ActionIcon
              component={AppLink}
              href={paths.help()}
              variant="subtle"
              color="gray"
              c="var(--text-quiet)"
              size="lg"
              aria-label="Help"
              className={classes.helpIcon}
            >
              <IconHelp size={20} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <PersonMenu />
        </div>
      </header>
      <div className={classes.frame}>
        <div className={classes.side}>
          <Navigation />
        </div>
        <main id="content" tabIndex={-1} className={classes.main}>
          <SendQueueNotice />
          {children ?? <Outlet />}
        </main>
      </div>
      <Drawer.Root opened={isOpen} onClose={drawer.close} size={280}>
        <Drawer.Overlay backgroundOpacity={0.5} />
        <Drawer.Content>
          <div className={classes.drawerHead}>
            <Drawer.Title fw={640}>{organisation.name || 'Homeostat'}</Drawer.Title>
            <Drawer.CloseButton aria-label="Close the menu" />
          </div>
          <Drawer.Body>
            <Navigation />
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
    </TimeZone>
  )
}
