import { useQuery } from '@tanstack/react-query'
import type { DevicePage } from '#web/api/contract.ts'
import { deviceQuery } from '#web/api/devices.ts'
import { attributeTitle } from '#web/api/words.ts'
import { paths } from '#web/paths.ts'
import { AppLink } from '#web/ui/app-link.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { claimText } from './claim-field.tsx'
import classes from './compare-devices.module.css'

const compared = [
  'assetTag',
  'serialNumber',
  'macAddresses',
  'manufacturer',
  'model',
  'softwareVersion',
  'site',
  'careArea',
  'room',
] as const

/** Two devices that may be one, side by side; what differs is marked. */
export function CompareDevices({ device, otherId }: { device: DevicePage; otherId: string }) {
  const other = useQuery(deviceQuery(otherId))
  return (
    <Loaded query={other}>
      {(found) => {
        const pair = [device.device, found.device]
        const rows = compared
          .map((name) => ({ name, texts: pair.map(({ golden }) => claimText(name, golden[name])) }))
          .filter(({ texts }) => texts.some(Boolean))
        return (
          <div className={classes.scroll}>
            <table className={classes.table}>
              <thead>
                <tr>
                  <td />
                  {pair.map((one) => (
                    <th key={one.id} scope="col">
                      <AppLink href={paths.device(one.id)}>{one.name}</AppLink>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map(({ name, texts: [mine, theirs] }) => (
                  <tr key={name} className={mine && theirs && mine !== theirs ? classes.differs : undefined}>
                    <th scope="row">{attributeTitle(name)}</th>
                    <td>{mine || <span className="quiet">—</span>}</td>
                    <td>
                      {theirs || <span className="quiet">—</span>}
                      {mine && theirs && mine !== theirs && <span className={classes.mark}> differs</span>}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )
      }}
    </Loaded>
  )
}
