import { IconFileCertificate } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { DeviceMds2 as Spoken } from '#web/api/contract.ts'
import { deviceMds2Query } from '#web/api/mds2.ts'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Day } from '#web/ui/moment.tsx'
import { Section } from '#web/ui/section.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { BecauseList } from './because-list.tsx'
import { Mds2Topics } from './mds2-answers.tsx'
import { mds2Answer } from './mds2-columns.tsx'
import classes from './sbom.module.css'
import { versionsOf } from './sbom-columns.tsx'

/** What the maker discloses of the device's security, by the form that counts for it; and the others that speak of it. */
export function DeviceMds2({ device }: { device: string }) {
  const forms = useQuery(deviceMds2Query(device))
  return (
    <Loaded query={forms}>
      {({ items }) => {
        const counting = items.find(({ counts }) => counts)
        const others = items.filter(({ counts }) => !counts)
        return (
          <>
            {counting ? (
              <Section
                title="MDS2: what matters most"
                aside="by the manufacturer’s word"
                actions={
                  <AppLink href={paths.mds2Form(counting.form.id, { tab: 'answers' })}>
                    All {formatCount(counting.form.asked)} answers
                  </AppLink>
                }
              >
                <Mds2Topics topics={counting.topics} hrefOf={(question) => mds2Answer(counting.form.id, question)} />
                <h3 className={classes.why}>Why this form</h3>
                <p>
                  <FormLink one={counting} />
                </p>
                <BecauseList because={counting.because} />
              </Section>
            ) : (
              <Empty icon={<IconFileCertificate size={28} aria-hidden />} title="No MDS2 form counts for it">
                None that is here is surely of this make, model and version.{' '}
                <AppLink href={paths.mds2()}>MDS2 forms</AppLink>
              </Empty>
            )}
            {others.length > 0 && (
              <Section title="Other forms that speak of it" aside={formatCount(others.length)}>
                {others.map((one) => (
                  <div key={one.form.id} className={classes.bill}>
                    <h3>
                      <FormLink one={one} />
                    </h3>
                    <div className={classes.sub}>
                      {one.isSure
                        ? 'A more specific or newer form counts.'
                        : 'Not used: whether it is of this device is not sure.'}
                    </div>
                    <BecauseList because={one.because} />
                  </div>
                ))}
              </Section>
            )}
          </>
        )
      }}
    </Loaded>
  )
}

const FormLink = ({ one: { form } }: { one: Spoken }) => (
  <>
    <AppLink href={paths.mds2Form(form.id)}>
      {form.manufacturer} {form.model}
    </AppLink>
    , {versionsOf(form)}, HN 1-{form.edition}
    {form.releasedOn && (
      <>
        {' of '}
        <Day on={form.releasedOn} />
      </>
    )}
  </>
)
