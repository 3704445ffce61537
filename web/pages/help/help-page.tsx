import { Kbd } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { healthQuery } from '#web/api/loop.ts'
import { answers, decisionKinds, findingStatuses, meaning, remediationStates } from '#web/api/words.ts'
import { BandBadge } from '#web/components/band-badge.tsx'
import { AnswerBadge, DecisionBadge, RemediationBadge, StatusBadge } from '#web/components/state-badges.tsx'
import { downloads } from '#web/paths.ts'
import { Facts } from '#web/ui/facts.tsx'
import { Page } from '#web/ui/page.tsx'
import { Section } from '#web/ui/section.tsx'
import classes from './help-page.module.css'

const keys: [string[], string][] = [
  [['/'], 'Search everything; Ctrl K does the same'],
  [['↑', '↓'], 'From row to row in a table; Page, Home and End go further'],
  [['Enter'], 'Open the row'],
  [['Esc'], 'Close a dialog or the search'],
  [['Tab'], 'On to the next control'],
  [['J', 'K'], 'Next and previous, in triage and reviews; the other keys stand above the list'],
]

const words: [string, string][] = [
  ['Device', 'One physical medical device in the hospital.'],
  ['Observation', 'What one source claims of a device at a time. It is kept as it came.'],
  ['Advisory', 'What one publisher says, in one revision of one document.'],
  ['Vulnerability', 'The flaw itself: one id, many advisories.'],
  ['Finding', 'A vulnerability on a device, to be decided. It is never deleted.'],
  ['Decision', 'A person’s verdict on findings, with its reason.'],
  ['Work order', 'Work that someone does on a device.'],
  ['Verification', 'An observation that proves the work. Claimed and verified are two things.'],
  ['Care area', 'A place where care happens.'],
  ['Source', 'Where observations or advisories come from: a file, a feed, a person.'],
]

export function HelpPage() {
  const health = useQuery(healthQuery)
  return (
    <Page narrow title="Help" lead="The words, the keys, and where to read on.">
      <Section title="The loop">
        <p className={classes.text}>
          Homeostat observes what your systems say of each device, resolves it to one device, matches it with what
          publishers say, ranks what was found, helps to plan and do the work, and verifies that it took. When the world
          contradicts it, a finding opens again by itself.
        </p>
      </Section>
      <Section title="How bad">
        <div className={classes.badges}>
          <BandBadge band="critical" />
          <BandBadge band="high" />
          <BandBadge band="medium" />
          <BandBadge band="low" />
        </div>
        <p className={classes.text}>
          Likelihood × the worst of three harms: to a patient, to the delivery of care, to privacy. Each finding shows
          what moved its score, with source and date.
        </p>
      </Section>
      <Section title="The state of a finding: four fields">
        <dl className={classes.words}>
          {answers.map((word) => (
            <div key={word}>
              <dt>
                Answer <AnswerBadge answer={word} />
              </dt>
              <dd>{meaning[`answer:${word}`]}</dd>
            </div>
          ))}
          {findingStatuses.map((word) => (
            <div key={word}>
              <dt>
                Status <StatusBadge status={word} />
              </dt>
              <dd>{meaning[`status:${word}`]}</dd>
            </div>
          ))}
          {decisionKinds.map((word) => (
            <div key={word}>
              <dt>
                Decision <DecisionBadge decision={word} />
              </dt>
              <dd>{meaning[`decision:${word}`]}</dd>
            </div>
          ))}
          {remediationStates.map((word) => (
            <div key={word}>
              <dt>
                Remediation <RemediationBadge remediation={word} />
              </dt>
              <dd>{meaning[`remediation:${word}`]}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title="Words">
        <Facts columns="one" facts={words.map(([name, value]) => ({ name, value }))} />
      </Section>
      <Section title="Keys">
        <dl className={classes.keys}>
          {keys.map(([names, text]) => (
            <div key={text}>
              <dt>
                {names.map((name) => (
                  <Kbd key={name}>{name}</Kbd>
                ))}
              </dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title="For programs">
        <p className={classes.text}>
          Everything here is a client of the REST API: <a href={downloads.apiDocs()}>the API, readable</a>, and{' '}
          <a href={downloads.openApi()}>its OpenAPI document</a>.
        </p>
      </Section>
      <Section title="This Homeostat">
        <Facts
          facts={[
            { name: 'Version', value: health.data?.version },
            { name: 'Database', value: health.data?.database },
            { name: 'Worker', value: health.data?.worker },
          ]}
        />
      </Section>
    </Page>
  )
}
