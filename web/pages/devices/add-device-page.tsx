import { Button, Textarea } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { addDevice } from '#web/api/devices.ts'
import { attributeGroups, deviceAttributes, humanise } from '#web/api/words.ts'
import { useMay } from '#web/components/access.ts'
import { ClaimField, toClaim } from '#web/components/claim-field.tsx'
import { paths } from '#web/paths.ts'
import { Form } from '#web/ui/form.tsx'
import { Page } from '#web/ui/page.tsx'
import { Section } from '#web/ui/section.tsx'
import { useChange } from '#web/ui/use-change.ts'
import classes from './device-page.module.css'

const first = [
  'assetTag',
  'serialNumber',
  'manufacturer',
  'model',
  'deviceType',
  'softwareVersion',
  'site',
  'careArea',
  'room',
  'lifecycle',
  'criticality',
  'ipAddresses',
  'macAddresses',
]

/** A person adds a device: an observation of the source "person". */
export function AddDevicePage() {
  const may = useMay()
  const router = useRouter()
  const [values, setValues] = useState<Record<string, string>>({})
  const [reason, setReason] = useState('')
  const [isWhole, setIsWhole] = useState(false)
  const add = useChange(addDevice, {
    done: 'Device added.',
    onDone: ({ id }) => router.history.push(paths.device(id)),
  })
  const filled = Object.entries(values).filter(([, value]) => value.trim() !== '')
  const isIdentified = ['assetTag', 'serialNumber', 'macAddresses'].some((name) => values[name]?.trim())
  const field = (attribute: string) => (
    <ClaimField
      key={attribute}
      attribute={attribute}
      value={values[attribute] ?? ''}
      onChange={(value) => setValues((before) => ({ ...before, [attribute]: value }))}
    />
  )
  return (
    <Page
      narrow
      title="Add a device"
      parent={{ title: 'Devices', href: paths.devices() }}
      lead="For a device that no source knows. What you say is kept as an observation of yours, with its date; sources that come later stand beside it."
    >
      <Form
        submit="Add the device"
        disabledReason={
          may.whyNot('device:write') ??
          (isIdentified
            ? null
            : 'Give an asset tag, a serial number or a MAC address: one of them tells it from others.') ??
          (reason.trim() ? null : 'Say how you know, below.')
        }
        isSending={add.isPending}
        error={add.error}
        onSubmit={() =>
          add.mutate({
            claims: Object.fromEntries(filled.map(([name, value]) => [name, toClaim(name, value)])),
            reason: reason.trim(),
          })
        }
        other={
          <Button variant="subtle" onClick={() => router.history.push(paths.devices())}>
            Cancel
          </Button>
        }
      >
        <Section title="What it is and where it stands">
          <div className={classes.fields}>{first.map(field)}</div>
          <Button
            variant="subtle"
            size="compact-sm"
            mt="md"
            onClick={() => setIsWhole(!isWhole)}
            aria-expanded={isWhole}
          >
            {isWhole ? 'Fewer attributes' : 'All attributes'}
          </Button>
        </Section>
        {isWhole &&
          attributeGroups.map((group) => {
            const names = Object.keys(deviceAttributes).filter(
              (name) => deviceAttributes[name]?.group === group && !first.includes(name) && name !== 'lastSeenAt',
            )
            return (
              names.length > 0 && (
                <Section key={group} title={humanise(group)}>
                  <div className={classes.fields}>{names.map(field)}</div>
                </Section>
              )
            )
          })}
        <Textarea
          label="How do you know?"
          description="It stands in the device’s history."
          placeholder="Seen beside bed 4; read from the label."
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          autosize
          minRows={2}
        />
      </Form>
    </Page>
  )
}
