import { heldOutA } from './held-out-a.ts'
import { heldOutB } from './held-out-b.ts'
import { type Pair, pairs } from './pairs.ts'

/** What the matcher was made and calibrated by. The other parts are held out: of them only totals are looked at. */
export const learntFrom: readonly Pair[] = [...pairs, ...heldOutA, ...heldOutB]
