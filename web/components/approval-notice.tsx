import type { DecisionPreview } from '#web/api/contract.ts'
import { humanise } from '#web/api/words.ts'
import { Moment } from '#web/ui/moment.tsx'
import { Remark } from '#web/ui/remark.tsx'

/** Before somebody decides: whose word it takes, and what others decided there. */
export function ApprovalNotice({ preview: { approval, standing } }: { preview: DecisionPreview }) {
  return (
    <>
      {standing.length > 0 && (
        <Remark title="Decided here already">
          <ul style={{ margin: 0, paddingInlineStart: '1.2em' }}>
            {standing.slice(-5).map((one) => (
              <li key={one.id}>
                {humanise(one.decision)} by {one.by}, <Moment at={one.at} ago />
                {one.kind === 'proposal' && ', which waits for approval'}
              </li>
            ))}
          </ul>
        </Remark>
      )}
      {approval && approval.approvers > 0 && (
        <Remark
          tone="warn"
          title={
            approval.oneKey
              ? 'One key passes'
              : `${approval.approvers === 1 ? 'Somebody else has' : `${approval.approvers} others have`} to approve it`
          }
        >
          {approval.oneKey
            ? 'You are the only person here, and the rule lets one key pass: it is in force at once.'
            : `The worst risk in scope is ${approval.worstBand ?? 'not known'}${approval.isLifeSustaining ? ', on a device that may sustain life' : ''}. It has no effect before. ${
                approval.who.length > 0
                  ? `May approve: ${approval.who.join(', ')}.`
                  : 'Nobody may approve yet: an administrator gives that under People.'
              }`}
        </Remark>
      )}
    </>
  )
}
