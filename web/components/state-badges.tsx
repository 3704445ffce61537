import { Tooltip } from '@mantine/core'
import {
  IconAlertCircle,
  IconBan,
  IconCheck,
  IconChecks,
  IconCircle,
  IconCircleCheck,
  IconCircleDashed,
  IconClockExclamation,
  IconClockPause,
  IconEye,
  IconEyeOff,
  IconFlame,
  IconGavel,
  IconHeartbeat,
  IconHelpCircle,
  IconHourglass,
  IconMapPinOff,
  IconPencil,
  IconPlayerPlay,
  IconProgress,
  IconSend,
  IconTool,
  IconX,
  type TablerIcon,
} from '@tabler/icons-react'
import type { Control, DecisionFinding, DecisionRow, FindingRow, Support } from '#web/api/contract.ts'
import {
  type Answer,
  type DecisionKind,
  type FindingStatus,
  humanise,
  meaning,
  type RemediationState,
  supportWords,
  type VexState,
  type WorkOrderState,
} from '#web/api/words.ts'
import classes from './badges.module.css'

type StandingState = DecisionFinding['state']
type Tone = 'bad' | 'warn' | 'good' | 'busy' | 'unsure' | 'plain'
type Looks<Word extends string> = Readonly<Record<Word, readonly [TablerIcon, Tone]>>

const answerLooks: Looks<Answer> = {
  affected: [IconAlertCircle, 'bad'],
  cannot_tell: [IconHelpCircle, 'unsure'],
  not_affected: [IconCheck, 'good'],
}

const countsAsLooks: Looks<NonNullable<FindingRow['countsAs']>> = {
  affected: [IconAlertCircle, 'bad'],
  to_look_at: [IconEye, 'unsure'],
  set_aside: [IconEyeOff, 'plain'],
}

const statusLooks: Looks<FindingStatus> = {
  under_investigation: [IconHelpCircle, 'unsure'],
  affected: [IconAlertCircle, 'bad'],
  not_affected: [IconCheck, 'good'],
  fixed: [IconCircleCheck, 'good'],
}

const vexLooks: Looks<VexState> = {
  exploitable: [IconAlertCircle, 'bad'],
  in_triage: [IconHelpCircle, 'unsure'],
  not_affected: [IconCheck, 'good'],
  false_positive: [IconCheck, 'good'],
  resolved: [IconCircleCheck, 'good'],
  resolved_with_pedigree: [IconCircleCheck, 'good'],
  unstated: [IconCircleDashed, 'plain'],
}

const decisionLooks: Looks<DecisionKind> = {
  none: [IconCircleDashed, 'plain'],
  not_affected: [IconGavel, 'good'],
  mitigated: [IconGavel, 'busy'],
  accepted: [IconGavel, 'warn'],
  deferred: [IconClockPause, 'warn'],
  false_positive: [IconGavel, 'plain'],
}

const standingLooks: Looks<StandingState> = {
  holds: [IconCheck, 'good'],
  broken: [IconAlertCircle, 'bad'],
  asks: [IconHelpCircle, 'unsure'],
  over: [IconCircle, 'plain'],
  withdrawn: [IconBan, 'plain'],
}

const standingWords: Readonly<Record<StandingState, string>> = {
  holds: 'in_force',
  broken: 'broken',
  asks: 'not_known',
  over: 'over',
  withdrawn: 'taken_back',
}

const decisionStateLooks: Looks<DecisionRow['state']> = {
  in_force: [IconCheck, 'good'],
  broken: [IconAlertCircle, 'bad'],
  over: [IconCircle, 'plain'],
  withdrawn: [IconBan, 'plain'],
}

const controlLooks: Looks<Control['state']> = {
  verified: [IconChecks, 'good'],
  overdue: [IconClockPause, 'warn'],
  failed: [IconX, 'bad'],
  taken_back: [IconBan, 'warn'],
}

const remediationLooks: Looks<RemediationState> = {
  not_remediated: [IconCircle, 'plain'],
  in_progress: [IconProgress, 'busy'],
  claimed: [IconCheck, 'warn'],
  verified: [IconChecks, 'good'],
}

const orderLooks: Looks<WorkOrderState> = {
  draft: [IconPencil, 'plain'],
  approved: [IconCheck, 'plain'],
  scheduled: [IconClockPause, 'plain'],
  dispatched: [IconSend, 'busy'],
  in_progress: [IconTool, 'busy'],
  on_hold: [IconClockPause, 'warn'],
  work_complete: [IconCheck, 'warn'],
  verification_pending: [IconProgress, 'warn'],
  verified: [IconChecks, 'good'],
  verification_failed: [IconX, 'bad'],
  administratively_closed: [IconCircleCheck, 'plain'],
  cancelled: [IconBan, 'plain'],
  unable_to_locate: [IconMapPinOff, 'bad'],
  unable_to_complete: [IconX, 'bad'],
}

const supportLooks: Looks<Support['state']> = {
  supported: [IconCheck, 'good'],
  ending: [IconClockPause, 'warn'],
  ended: [IconAlertCircle, 'bad'],
  cannot_tell: [IconHelpCircle, 'unsure'],
}

function Mark({
  look,
  word,
  hint,
}: {
  look: readonly [TablerIcon, Tone] | undefined
  word: string
  hint?: string | undefined
}) {
  const [Icon, tone] = look ?? [IconCircle, 'plain']
  const mark = (
    <span className={`${classes.mark} ${classes[tone]}`}>
      <Icon size={14} stroke={2} aria-hidden />
      {humanise(word)}
    </span>
  )
  return hint ? <Tooltip label={hint}>{mark}</Tooltip> : mark
}

export const AnswerBadge = ({ answer }: { answer: Answer }) => (
  <Mark look={answerLooks[answer]} word={answer} hint={meaning[`answer:${answer}`]} />
)
/** How the thresholds treat it, where that is otherwise than the answer says. */
export const CountsAsBadge = ({ countsAs }: { countsAs: NonNullable<FindingRow['countsAs']> }) => (
  <Mark
    look={countsAsLooks[countsAs]}
    word={countsAs === 'affected' ? 'Counts as affected' : countsAs}
    hint={meaning[`counts:${countsAs}`]}
  />
)
export const StandingBadge = ({ state }: { state: StandingState }) => (
  <Mark look={standingLooks[state]} word={standingWords[state]} hint={meaning[`standing:${state}`]} />
)
/** `isBroken`: it is in force, and on some findings no longer. */
export const DecisionStateBadge = ({ state, isBroken }: { state: DecisionRow['state']; isBroken?: boolean }) =>
  state === 'in_force' && isBroken ? (
    <Mark look={standingLooks.broken} word="Partly broken" hint={meaning['standing:broken']} />
  ) : (
    <Mark look={decisionStateLooks[state]} word={state === 'withdrawn' ? 'taken_back' : state} />
  )
export const ControlBadge = ({ state }: { state: Control['state'] }) => <Mark look={controlLooks[state]} word={state} />
const undecidedWords = { broken: 'Decision broke', asks: 'Decision asks', waiting: 'Decision waits' } as const
/** On a finding that a decision left open, or left. */
export const UndecidedBadge = ({ undecided }: { undecided: NonNullable<FindingRow['undecided']> }) => (
  <Mark
    look={undecided.state === 'waiting' ? [IconHourglass, 'unsure'] : standingLooks[undecided.state]}
    word={undecidedWords[undecided.state]}
    hint={undecided.text}
  />
)
export const StatusBadge = ({ status }: { status: FindingStatus }) => (
  <Mark look={statusLooks[status]} word={status} hint={meaning[`status:${status}`]} />
)
export const VexBadge = ({ state }: { state: VexState }) => (
  <Mark look={vexLooks[state]} word={state} hint={meaning[`vex:${state}`]} />
)
export const DecisionBadge = ({ decision }: { decision: DecisionKind }) => (
  <Mark look={decisionLooks[decision]} word={decision} hint={meaning[`decision:${decision}`]} />
)
export const RemediationBadge = ({ remediation }: { remediation: RemediationState }) => (
  <Mark look={remediationLooks[remediation]} word={remediation} hint={meaning[`remediation:${remediation}`]} />
)
export const OrderStateBadge = ({ state }: { state: WorkOrderState }) => <Mark look={orderLooks[state]} word={state} />

/** Whether it still gets security updates. */
export const SupportBadge = ({ support }: { support: Support }) => (
  <Mark look={supportLooks[support.state]} word={supportWords[support.state]} hint={support.text} />
)

/** Of a model: by FDA's product codes. */
export const LifeSustainingMark = () => <Mark look={[IconHeartbeat, 'warn']} word="Sustains life" />

const runLooks: Readonly<Record<string, readonly [TablerIcon, Tone]>> = {
  queued: [IconClockPause, 'plain'],
  running: [IconPlayerPlay, 'busy'],
  done: [IconCircleCheck, 'good'],
  succeeded: [IconCircleCheck, 'good'],
  to_confirm: [IconAlertCircle, 'warn'],
  failed: [IconX, 'bad'],
  cancelled: [IconBan, 'plain'],
  undone: [IconBan, 'plain'],
  interrupted: [IconAlertCircle, 'warn'],
}

export const RunStateBadge = ({ state }: { state: string }) => <Mark look={runLooks[state]} word={state} />

/** Of what is older than it is to be. */
export const OutOfDateMark = () => <ClockMark>Out of date</ClockMark>
/** Of a list that cannot know what it does not name. */
export const TooOldMark = () => <ClockMark>Too old to know</ClockMark>

const ClockMark = ({ children }: { children: string }) => (
  <span className={`${classes.mark} ${classes.warn}`}>
    <IconClockExclamation size={14} aria-hidden />
    {children}
  </span>
)

/** Known to be exploited: on CISA's list. */
export function ExploitedMark({ isShort }: { isShort?: boolean }) {
  return (
    <Tooltip label="Attackers are known to use it: it is on CISA’s list of known exploited vulnerabilities (KEV).">
      <span className={`${classes.mark} ${classes.bad}`}>
        <IconFlame size={14} aria-hidden />
        {isShort ? 'KEV' : 'Known exploited'}
      </span>
    </Tooltip>
  )
}
