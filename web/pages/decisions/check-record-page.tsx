import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { checkRecord } from '#web/api/decisions.ts'
import { paths } from '#web/paths.ts'
import { AppLink, formatCount } from '#web/ui/app-link.tsx'
import { Form } from '#web/ui/form.tsx'
import { Page } from '#web/ui/page.tsx'
import { Remark } from '#web/ui/remark.tsx'
import { Section } from '#web/ui/section.tsx'
import { useChange } from '#web/ui/use-change.ts'
import { DecisionTabs } from './decision-tabs.tsx'

/** Whether a record that somebody brings is one of this hospital, unchanged. */
export function CheckRecordPage() {
  const [text, setText] = useState('')
  const check = useChange(checkRecord)
  const said = check.data
  return (
    <Page title="Decisions" lead="Whether the record of a decision is what it was when it took effect.">
      <DecisionTabs current="check" />
      <Section title="Check a record">
        <Form
          submit="Check"
          isSending={check.isPending}
          error={check.error}
          disabledReason={text.trim() ? null : 'Paste the text of a record.'}
          onSubmit={() => check.mutate(text)}
        >
          <Textarea
            label="The record, as JSON"
            description="The file that “As JSON” gives; how it is indented does not matter."
            autosize
            minRows={6}
            maxRows={16}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </Form>
      </Section>
      {said &&
        (said.record ? (
          <Remark
            tone={said.record.isInTrail ? 'good' : 'bad'}
            title={`It is record ${said.record.number}, unchanged${said.record.isInTrail ? '' : ', and not in the audit trail'}`}
          >
            <AppLink href={paths.decisionRecord(said.record.proposalId)}>Open it</AppLink> · SHA-256 {said.hash}
          </Remark>
        ) : (
          <Remark tone="bad" title="It is no record of this hospital, or it was changed">
            SHA-256 {said.hash}
          </Remark>
        ))}
      {said &&
        (said.chain.brokenAt === null ? (
          <Remark tone="good" title="All records follow on one another">
            {formatCount(said.chain.length)} {said.chain.length === 1 ? 'record' : 'records'}, each in the audit trail.
          </Remark>
        ) : (
          <Remark tone="bad" title={`Record ${said.chain.brokenAt} is not what it was`}>
            Its text, its place after the one before or its entry in the audit trail was changed in the database.
          </Remark>
        ))}
    </Page>
  )
}
