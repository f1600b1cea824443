import { encodeCall } from '../../../../daemon/execution/abi.ts'
import type { Hex } from '../../../../daemon/kernel/units.ts'
import { placeOfV4, recordV4, type V4Key } from '../records.ts'
import { type Call, callOf, type Stage } from '../stage.ts'
import type { Pool } from './pool.ts'

const KEY = '(address currency0, address currency1, uint24 fee, int24 tickSpacing, address hooks)'
const LIQUIDITY = '(int24 lower, int24 upper, int256 delta, bytes32 salt)'
const NO_SALT: Hex = `0x${'00'.repeat(32)}`

/** A pool of a V4 manager of whose fees the Prober disposes; the protocol's has 12 bits a way. */
export function v4Pool(stage: Stage, manager: Hex, key: V4Key, protocolFee: number): Pool {
  const { prober } = stage
  const { slot } = placeOfV4(key)
  const swap = `function swapV4(address, ${KEY}, bool, int256, uint160, uint256)`
  const modify = (lower: number, upper: number, delta: bigint): Call => {
    const signature = `function modifyLiquidity(${KEY}, ${LIQUIDITY}, bytes)`
    const action = encodeCall(signature, [key, { lower, upper, delta, salt: NO_SALT }, '0x'])
    return callOf(prober, `function unlock(address, ${KEY}, bytes)`, [manager, key, action])
  }
  return {
    ...{ spacing: key.tickSpacing, bits: 100 },
    record: () => recordV4(stage, manager, key),
    initialize: (price) => [
      callOf(manager, `function initialize(${KEY}, uint160)`, [key, price]),
      callOf(manager, `function setProtocolFee(${KEY}, uint24)`, [key, protocolFee]),
    ],
    mint: modify,
    burn: (lower, upper, liquidity) => modify(lower, upper, -liquidity),
    changes: [
      callOf(manager, `function setProtocolFee(${KEY}, uint24)`, [key, protocolFee ^ 0x21b2]),
    ],
    swap: (zeroForOne, amount, limit) =>
      callOf(prober, swap, [manager, key, zeroForOne, amount, limit, slot]),
  }
}
