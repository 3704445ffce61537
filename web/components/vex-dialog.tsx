import { Checkbox, Radio, Stack } from '@mantine/core'
import { useState } from 'react'
import { takeVex } from '#web/api/findings.ts'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form } from '#web/ui/form.tsx'
import { saveFile } from '#web/ui/save-file.ts'
import { useChange } from '#web/ui/use-change.ts'

type Format = 'csaf' | 'openvex'

/** Hands out the hospital's verdicts, on a vulnerability or on a model. */
export function VexDialog({
  of,
  about,
  onClose,
}: {
  of: { vulnerability?: string; manufacturer?: string; model?: string }
  /** What the verdicts are on, for people. */
  about: string
  onClose: () => void
}) {
  const [format, setFormat] = useState<Format>('csaf')
  const [withDevices, setWithDevices] = useState(false)
  const take = useChange(() => takeVex({ ...of, format, ...(withDevices ? { devices: 'true' as const } : {}) }), {
    done: ({ name }) => `${name} is saved.`,
    onDone: (file) => {
      saveFile(file)
      onClose()
    },
  })
  return (
    <Dialog title="Verdicts as VEX" opened onClose={onClose}>
      <p style={{ marginTop: 0 }}>
        What the hospital found and decided on {about}, by manufacturer, model and version, for manufacturers, partners
        and their programs.
      </p>
      <Form submit="Download" isSending={take.isPending} error={take.error} onSubmit={() => take.mutate(undefined)}>
        <Radio.Group label="Format" value={format} onChange={(value) => setFormat(value as Format)}>
          <Stack gap="xs" mt="xs">
            <Radio value="csaf" label="CSAF 2.0, profile VEX" description="What manufacturers and CERTs exchange." />
            <Radio value="openvex" label="OpenVEX 0.2.0" description="What scanners of software read." />
          </Stack>
        </Radio.Group>
        <Checkbox
          label="Name devices where those of a version differ"
          description="By serial number and asset tag. Without it such a version is left out."
          checked={withDevices}
          onChange={(event) => setWithDevices(event.currentTarget.checked)}
        />
        <p className="quiet small">
          The words of decisions go along: names of sites, rooms, computers and technicians are taken out of them, other
          things are not. Look through the file before you pass it on. That you took it stands in the audit trail.
        </p>
      </Form>
    </Dialog>
  )
}
