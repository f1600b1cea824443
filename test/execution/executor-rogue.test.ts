import { getAddress } from 'viem'
import { beforeEach, expect, test } from 'vitest'
import { worldAddresses } from '../../daemon/app/devnet/addresses.ts'
import { searcher, traders } from '../../daemon/app/devnet/keys.ts'
import { encodeCall } from '../../daemon/execution/abi.ts'
import type { Hex } from '../../daemon/kernel/units.ts'
import { describeWithAnvil } from '../anvil.ts'
import { ether, type Hop, hop, refusal, runData, useStage } from './executor-stage.ts'
import { oddRoute } from './odd-pools.ts'

const { executor, trader, tokens } = worldAddresses
const [WETH, USDC] = [tokens.WETH.address, tokens.USDC.address]
const stranger = traders[1] ?? trader
const back = hop('uniswap-v2', 'USDC', 'WETH')
const HOPS = '(address pool, address tokenIn, address tokenOut, uint24 feePpm, uint8 kind)[] hops'

/** What the rogue pool can be told to do, by the numbers in its source. */
const tricks = {
  fair: 0,
  twice: 1,
  more: 2,
  reenter: 3,
  rescue: 4,
  accomplice: 5,
  partial: 6,
  nothing: 7,
  negative: 8,
} as const

/** Two rogues, and an Executor with 50 WETH and some USDC that the first of them owns. */
function useRogues() {
  const stage = useStage()
  let rogue: Hex = '0x'
  let other: Hex = '0x'
  let victim: Hex = '0x'

  beforeEach(async () => {
    const { create, send } = stage()
    rogue = await create('test/execution/contracts/RoguePool')
    other = await create('test/execution/contracts/RoguePool')
    const signature = 'constructor(address owner)'
    victim = await create('daemon/execution/contracts/Executor', signature, [rogue])
    await send(stranger, WETH, encodeCall('function deposit()'), ether(50))
    const transfer = 'function transfer(address to, uint256 value)'
    await send(stranger, WETH, encodeCall(transfer, [victim, ether(50)]))
    for (const to of [victim, executor]) {
      await send(stranger, USDC, encodeCall('function mint(address, uint256)', [to, 10n ** 12n]))
    }
  })

  /** The rogue runs itself, as V3 pool or V2 pair, and a fair pair; it says that it gave `said`. */
  async function attack(trick: keyof typeof tricks, said = 1_000n, kind = 1): Promise<unknown> {
    const plan =
      'function plan(address victim, address token, address accomplice, uint256, uint256)'
    for (const pool of [rogue, other]) {
      const data = encodeCall(plan, [victim, WETH, other, tricks[trick], said])
      await stage().send(stranger, pool, data)
    }
    const start = encodeCall(`function start(uint256 amountIn, ${HOPS})`, [ether(2), path(kind)])
    return await refusal(stage().call(stranger, rogue, start))
  }

  const path = (kind: number): readonly Hop[] => [
    { pool: rogue, tokenIn: WETH, tokenOut: USDC, feePpm: 3_000, kind },
    back,
  ]
  return { stage, attack, path, rogue: () => getAddress(rogue), other: () => getAddress(other) }
}

describeWithAnvil('A rogue V3 pool', () => {
  const { stage, attack, path, rogue, other } = useRogues()

  test('is not paid twice', async () => {
    expect(await attack('twice')).toEqual(['UnexpectedCallback', rogue()])
  })

  test('is not paid more than the hop brings', async () => {
    expect(await attack('more')).toEqual(['BadPayment', ether(2) + 1n, ether(2)])
  })

  test('cannot take less than the hop brings', async () => {
    expect(await attack('partial')).toEqual(['PartialFill', rogue(), 1n])
    expect(await attack('nothing')).toEqual(['PartialFill', rogue(), ether(2)])
  })

  test('cannot start another run, though it is the owner', async () => {
    expect(await attack('reenter')).toEqual(['Busy'])
  })

  test('cannot rescue during a run, though it is the owner', async () => {
    expect(await attack('rescue')).toEqual(['Busy'])
  })

  test('cannot have an accomplice paid', async () => {
    expect(await attack('accomplice')).toEqual(['UnexpectedCallback', other()])
  })

  test('cannot have the next hop spend tokens that it said it gave', async () => {
    expect(await attack('fair')).toEqual(['ShortOutput', rogue(), 0n, 1_000n])
  })

  test('cannot ask for tokens in its answer', async () => {
    expect(await attack('negative')).toEqual(['ShortOutput', rogue(), 0n, 0n])
  })

  test('cannot keep what it was paid at the end of a cycle', async () => {
    const [first] = path(1)
    const last = { ...first, tokenIn: USDC, tokenOut: WETH } as Hop
    const plan = 'function plan(address victim, address, address, uint256, uint256)'
    const data = encodeCall(plan, [executor, WETH, WETH, tricks.fair, ether(9)])
    await stage().send(stranger, last.pool, data)
    const theft = stage().call(
      searcher,
      executor,
      runData([hop('uniswap-v2', 'WETH', 'USDC'), last]),
    )
    expect(await refusal(theft)).toEqual(['NoProfit', -ether(2), 0n])
  })
})

describeWithAnvil('A rogue V2 pair', () => {
  const { attack, rogue } = useRogues()

  test('has nothing to be paid for by a callback', async () => {
    expect(await attack('fair', 10n ** 12n, 0)).toEqual(['UnexpectedCallback', rogue()])
  })

  test('cannot start another run', async () => {
    expect(await attack('reenter', 10n ** 12n, 0)).toEqual(['Busy'])
  })

  test('cannot have the next hop spend tokens that its reserves promised', async () => {
    const [name, pool, got] = (await attack('nothing', 10n ** 12n, 0)) as unknown[]
    expect([name, pool, got]).toEqual(['ShortOutput', rogue(), 0n])
  })
})

describeWithAnvil('uniswapV3SwapCallback', () => {
  const { stage } = useRogues()

  test('pays nobody outside of a run, not even the owner or a real pool', async () => {
    const ask = 'function uniswapV3SwapCallback(int256, int256, bytes)'
    const data = encodeCall(ask, [1n, 1n, '0x'])
    for (const from of [stranger, searcher, hop('uniswap-v3', 'WETH', 'USDC').pool]) {
      const refused = await refusal(stage().call(from, executor, data))
      expect(refused).toEqual(['UnexpectedCallback', getAddress(from)])
    }
  })
})

describeWithAnvil('A token with odd manners', () => {
  const stage = useStage()
  const rescue = 'function rescue(address token, address to, uint256 amount)'

  /** Tries to take one out of an Executor that holds ten. */
  async function take(manner: number): Promise<readonly [token: Hex, taken: bigint]> {
    const { create, send, balance } = stage()
    const token = await create('test/execution/contracts/OddToken')
    await send(stranger, token, encodeCall('function mint(address, uint256)', [executor, 10n]))
    await send(stranger, token, encodeCall('function setManner(uint8)', [manner]))
    await send(searcher, executor, encodeCall(rescue, [token, trader, 1n]))
    return [token, await balance(token, trader)]
  }

  test('is sent though it returns nothing', async () => {
    expect((await take(1))[1]).toBe(1n)
  })

  test.each([2, 3])('is refused where it returns false or reverts: %i', async (manner) => {
    const [token, taken] = await take(manner)
    const again = stage().call(searcher, executor, encodeCall(rescue, [token, trader, 1n]))
    expect(taken).toBe(0n)
    expect(await refusal(again)).toEqual(['TransferFailed', getAddress(token)])
  })

  test('goes round a cycle though it returns nothing', async () => {
    const route = await oddRoute(stage(), 1)
    const [name, got] = await refusal(stage().call(searcher, executor, runData(route)))
    expect(name).toBe('NoProfit')
    expect(got).toBeGreaterThan(-ether(0.1))
  })

  test('is refused where it keeps a part of what is moved', async () => {
    const route = await oddRoute(stage(), 4)
    const [name, pool] = await refusal(stage().call(searcher, executor, runData(route)))
    expect([name, pool]).toEqual(['ShortOutput', getAddress(route[0]?.pool ?? '0x')])
  })
})
