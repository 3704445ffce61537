// A second implementation of CVSS 2.0, 3.0 and 3.1, for the tests to compare with: their equations in decimals of any length, so
// that a score is rounded from what the specification comes to and not from what binary fractions leave of it.

export interface ExactScores {
  readonly base: number
  readonly temporal: number
  readonly environmental: number
}
type Metrics = Readonly<Record<string, string>>

/** `whole` × 10^-`places`. */
interface Decimal {
  readonly whole: bigint
  readonly places: number
}

const decimals = new Map<string, Decimal>()
function decimal(text: string): Decimal {
  const known = decimals.get(text)
  if (known) return known
  const [whole = '0', fraction = ''] = text.split('.')
  const read = { whole: BigInt(whole + fraction), places: fraction.length }
  decimals.set(text, read)
  return read
}
const tens = Array.from({ length: 300 }, (_, places) => 10n ** BigInt(places))
const shift = ({ whole, places }: Decimal, to: number) => (to === places ? whole : whole * tens[to - places]!)
const sign = (a: Decimal) => (a.whole < 0n ? -1 : a.whole > 0n ? 1 : 0)
const times = (...all: Decimal[]): Decimal =>
  all.reduce((a, b) => ({ whole: a.whole * b.whole, places: a.places + b.places }))
const plus = (a: Decimal, b: Decimal): Decimal => {
  const places = Math.max(a.places, b.places)
  return { whole: shift(a, places) + shift(b, places), places }
}
const minus = (a: Decimal, b: Decimal) => plus(a, { ...b, whole: -b.whole })
const power = (a: Decimal, by: number): Decimal => ({ whole: a.whole ** BigInt(by), places: a.places * by })
const least = (a: Decimal, b: Decimal) => (sign(minus(a, b)) <= 0 ? a : b)
const one = decimal('1')
const ten = decimal('10')
const zero = decimal('0')

const floorTo = (a: Decimal, places: number): Decimal => {
  if (a.places <= places) return { whole: shift(a, places), places }
  const unit = tens[a.places - places]!
  const cut = a.whole / unit
  return { whole: a.whole < 0n && cut * unit !== a.whole ? cut - 1n : cut, places }
}
/** To the nearest; a half goes up. */
const roundTo = (a: Decimal, places: number) => floorTo(plus(a, { whole: 5n, places: places + 1 }), places)
const ceilToTenth = (a: Decimal): Decimal => {
  const down = floorTo(a, 1)
  return sign(minus(a, down)) > 0 ? plus(down, decimal('0.1')) : down
}
const toNumber = (a: Decimal) => Number(floorTo(a, 1).whole) / 10

const weights: Readonly<Record<string, Readonly<Record<string, Decimal>>>> = Object.fromEntries(
  Object.entries({
    ...{ AV3: 'N 0.85 A 0.62 L 0.55 P 0.2', AC3: 'L 0.77 H 0.44', UI3: 'N 0.85 R 0.62' },
    ...{ PR3U: 'N 0.85 L 0.62 H 0.27', PR3C: 'N 0.85 L 0.68 H 0.5', loss3: 'H 0.56 L 0.22 N 0' },
    ...{ E3: 'X 1 H 1 F 0.97 P 0.94 U 0.91', RL3: 'X 1 U 1 W 0.97 T 0.96 O 0.95', RC3: 'X 1 C 1 R 0.96 U 0.92' },
    requirement3: 'X 1 H 1.5 M 1 L 0.5',
    ...{ AV2: 'L 0.395 A 0.646 N 1', AC2: 'H 0.35 M 0.61 L 0.71', Au2: 'M 0.45 S 0.56 N 0.704' },
    ...{ loss2: 'N 0 P 0.275 C 0.66', E2: 'ND 1 U 0.85 POC 0.9 F 0.95 H 1', RL2: 'ND 1 OF 0.87 TF 0.9 W 0.95 U 1' },
    ...{ RC2: 'ND 1 UC 0.9 UR 0.95 C 1', CDP2: 'ND 0 N 0 L 0.1 LM 0.3 MH 0.4 H 0.5' },
    ...{ TD2: 'ND 1 N 0 L 0.25 M 0.75 H 1', requirement2: 'ND 1 L 0.5 M 1 H 1.51' },
  }).map(([name, text]) => {
    const words = text.split(' ')
    return [name, Object.fromEntries(words.flatMap((word, at) => (at % 2 ? [] : [[word, decimal(words[at + 1]!)]])))]
  }),
)
const weight = (table: string, value: string) => weights[table]![value]!

/** What is left of the three of them: 1 - (1 - c) × (1 - i) × (1 - a). */
const together = (losses: readonly Decimal[]) => minus(one, times(...losses.map((loss) => minus(one, loss))))

const known = new Map<string, Decimal>()
/** There are few losses and few ways in among a hundred thousand vectors. */
function once(key: readonly string[], make: () => Decimal): Decimal {
  const name = key.join()
  const made = known.get(name) ?? make()
  known.set(name, made)
  return made
}

/** Specifications of 3.0 and 3.1, clauses 7 and 8. */
export function exactScoresOfThree(m: Metrics, version: '3.0' | '3.1'): ExactScores {
  // 3.0 clause 8: the smallest number with one decimal that is not less. 3.1 appendix A looks at five decimals first.
  const roundUp = (a: Decimal) => ceilToTenth(version === '3.1' ? roundTo(a, 5) : a)
  const timely = times(weight('E3', m.E ?? 'X'), weight('RL3', m.RL ?? 'X'), weight('RC3', m.RC ?? 'X'))
  const scored = (AV: string, AC: string, PR: string, UI: string, S: string, impact: Decimal) => {
    if (sign(impact) <= 0) return zero
    const ease = once([AV, AC, PR, UI, S], () =>
      times(
        decimal('8.22'),
        weight('AV3', AV),
        weight('AC3', AC),
        weight(S === 'C' ? 'PR3C' : 'PR3U', PR),
        weight('UI3', UI),
      ),
    )
    const sum = plus(impact, ease)
    return roundUp(least(S === 'C' ? times(decimal('1.08'), sum) : sum, ten))
  }
  const impactOf = (S: string, loss: Decimal, steep: Decimal) =>
    S === 'U'
      ? times(decimal('6.42'), loss)
      : minus(times(decimal('7.52'), minus(loss, decimal('0.029'))), times(decimal('3.25'), steep))

  const impact = once(['base', m.S!, m.C!, m.I!, m.A!], () => {
    const loss = together(['C', 'I', 'A'].map((name) => weight('loss3', m[name]!)))
    return impactOf(m.S!, loss, power(minus(loss, decimal('0.02')), 15))
  })
  const base = scored(m.AV!, m.AC!, m.PR!, m.UI!, m.S!, impact)

  const modified = (name: string) => {
    const value = m[`M${name}`] ?? 'X'
    return value === 'X' ? m[name]! : value
  }
  const [S, ...losses] = ['S', 'C', 'I', 'A'].map(modified) as [string, ...string[]]
  const requirements = ['CR', 'IR', 'AR'].map((name) => m[name] ?? 'X')
  const modifiedImpact = once([version, S, ...losses, ...requirements], () => {
    const wanted = losses.map((loss, at) => times(weight('requirement3', requirements[at]!), weight('loss3', loss)))
    const loss = least(together(wanted), decimal('0.915'))
    const steep =
      version === '3.1'
        ? power(minus(times(loss, decimal('0.9731')), decimal('0.02')), 13)
        : power(minus(loss, decimal('0.02')), 15)
    return impactOf(S, loss, steep)
  })
  const [AV, AC, PR, UI] = ['AV', 'AC', 'PR', 'UI'].map(modified) as [string, string, string, string]
  return {
    base: toNumber(base),
    temporal: toNumber(roundUp(times(base, timely))),
    environmental: toNumber(roundUp(times(scored(AV, AC, PR, UI, S, modifiedImpact), timely))),
  }
}

/** Guide of 2.0, clause 3.2. */
export function exactScoresOfTwo(m: Metrics): ExactScores {
  const timely = times(weight('E2', m.E ?? 'ND'), weight('RL2', m.RL ?? 'ND'), weight('RC2', m.RC ?? 'ND'))
  const ease = times(decimal('20'), weight('AV2', m.AV!), weight('AC2', m.AC!), weight('Au2', m.Au!))
  const impactOf = (requirements: readonly string[]) =>
    times(
      decimal('10.41'),
      together(
        ['C', 'I', 'A'].map((name, at) => times(weight('requirement2', requirements[at]!), weight('loss2', m[name]!))),
      ),
    )
  const baseOf = (impact: Decimal) => {
    const sum = minus(plus(times(decimal('0.6'), impact), times(decimal('0.4'), ease)), decimal('1.5'))
    return sign(impact) === 0 ? zero : roundTo(times(sum, decimal('1.176')), 1)
  }
  const base = baseOf(impactOf(['ND', 'ND', 'ND']))
  const adjustedImpact = least(impactOf([m.CR ?? 'ND', m.IR ?? 'ND', m.AR ?? 'ND']), ten)
  const adjusted = roundTo(times(baseOf(adjustedImpact), timely), 1)
  const harmed = plus(adjusted, times(minus(ten, adjusted), weight('CDP2', m.CDP ?? 'ND')))
  return {
    base: toNumber(base),
    temporal: toNumber(roundTo(times(base, timely), 1)),
    environmental: Math.max(0, toNumber(roundTo(times(harmed, weight('TD2', m.TD ?? 'ND')), 1))),
  }
}
