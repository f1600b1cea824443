import { env } from 'node:process'
import fc from 'fast-check'

const { MEVD_SEED = '20261125' } = env

/**
 * Properties draw the same cases each time, so that a red run can be run again. `MEVD_SEED=random`
 * draws new ones, any number those of that number.
 */
if (MEVD_SEED !== 'random') fc.configureGlobal({ seed: Number(MEVD_SEED) })
