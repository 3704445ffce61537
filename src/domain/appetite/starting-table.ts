import { combinations, idOf } from '#domain/judgement/judgement.ts'
import type { Appetite } from '#model/appetite.ts'
import type { DecisionPoint } from '#standards/ssvc/decision-points.ts'
import { findTable } from '#standards/ssvc/ssvc.ts'

/**
 * What a hospital starts from: CERT/CC's deployer table (`ssvc:DT_DP:1.0.0`) in the hospital's own namespace, with deadlines of
 * ours. It is stricter in one way: what can kill and attackers use is immediate wherever the device stands.
 */
export function startingAppetite(timeZone: string): Appetite {
  const deployer = findTable('ssvc:DT_DP:1.0.0')!
  const rows = combinations(deployer.points).map((when, at) => ({ when: [...when], action: deployer.rows[at]! }))
  const [exploitation, , , humanImpact] = deployer.points as readonly DecisionPoint[]
  const worst = (point: DecisionPoint) => point.values.at(-1)!.key
  return {
    namespace: 'x_local.homeostat#hospital-deployer',
    points: deployer.points.map(idOf),
    actions: [
      { key: 'D', name: 'Defer', deadline: null, escalation: null, missedTo: null },
      {
        ...{ key: 'S', name: 'Scheduled' },
        deadline: { amount: 90, unit: 'days' },
        escalation: { afterPercent: 75, to: 'manager' },
        missedTo: 'manager',
      },
      {
        ...{ key: 'O', name: 'Out-of-cycle' },
        deadline: { amount: 14, unit: 'days' },
        escalation: { afterPercent: 50, to: 'manager' },
        missedTo: 'administrator',
      },
      {
        ...{ key: 'I', name: 'Immediate' },
        deadline: { amount: 48, unit: 'hours' },
        escalation: { afterPercent: 50, to: 'manager' },
        missedTo: 'administrator',
      },
    ],
    rows: rows.map((row) =>
      row.when[0] === worst(exploitation!) && row.when[3] === worst(humanImpact!) ? { ...row, action: 'I' } : row,
    ),
    exceptions: [],
    calendar: { timeZone, sites: [], weekend: [6, 7], holidays: [] },
    presets: { kev: false, bod2604: false, hipaa: false },
  }
}
