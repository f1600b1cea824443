import { spawnSync } from 'node:child_process'
import { getAddress } from 'viem'
import { describe, expect, test } from 'vitest'
import { worldAddresses } from '../../daemon/app/devnet/addresses.ts'
import { searcher, traders } from '../../daemon/app/devnet/keys.ts'
import { encodeCall } from '../../daemon/execution/abi.ts'
import { uintAt, word } from '../../daemon/kernel/hex.ts'
import { keccakText } from '../../daemon/kernel/keccak.ts'
import type { Hex } from '../../daemon/kernel/units.ts'
import { describeWithAnvil } from '../anvil.ts'
import { ether, type Hop, hop, REF, refusal, runData, useStage } from './executor-stage.ts'
import { shallowPool } from './odd-pools.ts'

const { executor, trader, tokens } = worldAddresses
const WETH = tokens.WETH.address
const stranger = traders[1] ?? trader
const fresh: Hex = `0x${'f4'.repeat(20)}`
const NATIVE: Hex = `0x${'0'.repeat(40)}`

const outV2 = hop('uniswap-v2', 'WETH', 'USDC')
const backV2 = hop('sushiswap', 'USDC', 'WETH')
const routes: readonly (readonly [string, readonly Hop[]])[] = [
  ['V2 to V2', [outV2, backV2]],
  ['V3 to V2', [hop('uniswap-v3', 'WETH', 'USDC', 500), backV2]],
  ['three of V2', [hop('uniswap-v2', 'WETH', 'DAI'), hop('uniswap-v2', 'DAI', 'USDC'), backV2]],
  [
    'V3, V3 and V2',
    [hop('uniswap-v3', 'WETH', 'DAI'), hop('uniswap-v3', 'DAI', 'USDC', 500), backV2],
  ],
]

describe('compile-contracts', () => {
  test('finds every committed artifact equal to its source', () => {
    const run = spawnSync(process.execPath, ['scripts/compile-contracts.ts', '--check'])
    expect(run.stdout.toString() + run.stderr.toString()).toBe('')
    expect(run.status).toBe(0)
  }, 30_000)
})

describeWithAnvil('execute', () => {
  const stage = useStage()

  /** Makes WETH cheap in a pair: a trader sells some there. */
  const cheapen = ({ pool }: Hop) => {
    const swap = 'function swapV2(address pair, address tokenIn, uint256 amountIn, uint256 fee)'
    return stage().send(stranger, trader, encodeCall(swap, [pool, WETH, ether(40), 3_000]))
  }
  const foresee = async (hops: readonly Hop[]) =>
    uintAt(await stage().call(searcher, executor, runData(hops)), 0)

  test.each(routes)('%s pays what eth_call foresaw, and says so', async (_, hops) => {
    await cheapen(backV2)
    const before = await stage().balance(WETH, executor)
    const profit = await foresee(hops)
    const receipt = await stage().send(searcher, executor, runData(hops, profit))
    expect(receipt.status).toBe('0x1')
    expect(profit).toBeGreaterThan(0n)
    expect((await stage().balance(WETH, executor)) - before).toBe(profit)
    const event = keccakText('Executed(bytes32,address,uint256,uint256)')
    const said = receipt.logs.at(-1)
    expect(said?.topics).toEqual([event, REF, `0x${word(BigInt(WETH))}`])
    expect(said?.data).toBe(`0x${word(ether(2))}${word(profit)}`)
  })

  test.each(routes)('%s leaves nothing of the other tokens behind', async (_, hops) => {
    await cheapen(backV2)
    await stage().send(searcher, executor, runData(hops))
    expect(await stage().balance(tokens.USDC.address, executor)).toBe(0n)
    expect(await stage().balance(tokens.DAI.address, executor)).toBe(0n)
  })

  test('V3 to V2 works for the higher token first as well', async () => {
    const back = hop('uniswap-v2', 'WBTC', 'WETH')
    await cheapen(back)
    expect(await foresee([hop('uniswap-v3', 'WETH', 'WBTC'), back])).toBeGreaterThan(0n)
  })

  test('refuses one wei above the profit there is, and names both', async () => {
    await cheapen(backV2)
    const profit = await foresee([outV2, backV2])
    const greedy = stage().call(searcher, executor, runData([outV2, backV2], profit + 1n))
    expect(await refusal(greedy)).toEqual(['NoProfit', profit, profit + 1n])
  })

  test('refuses a loss though no profit was asked for', async () => {
    const loss = stage().call(searcher, executor, runData([outV2, backV2]))
    const [name, got, wanted] = await refusal(loss)
    expect([name, wanted]).toEqual(['NoProfit', 0n])
    expect(got).toBeLessThan(0n)
  })
})

describeWithAnvil('execute, given what it cannot run,', () => {
  const stage = useStage()
  const refused = (hops: readonly Hop[], amountIn = ether(2)) =>
    refusal(stage().call(searcher, executor, runData(hops, 0n, amountIn)))

  test('refuses hops that do not join up', async () => {
    const astray = [outV2, hop('sushiswap', 'WETH', 'DAI'), backV2]
    expect(await refused([])).toEqual(['BrokenRoute', 0n])
    expect(await refused([outV2])).toEqual(['BrokenRoute', 0n])
    expect(await refused([outV2, hop('sushiswap', 'DAI', 'WETH')])).toEqual(['BrokenRoute', 1n])
    expect(await refused(astray)).toEqual(['BrokenRoute', 1n])
  })

  test('refuses a kind that it does not know', async () => {
    expect(await refused([{ ...outV2, kind: 2 }, backV2])).toEqual(['UnknownKind', 2])
  })

  test('refuses more than it has', async () => {
    expect(await refused([outV2, backV2], ether(51))).toEqual(['TransferFailed', getAddress(WETH)])
  })

  test('refuses an amount that would turn into an exact output', async () => {
    const hops = [hop('uniswap-v3', 'WETH', 'DAI'), hop('sushiswap', 'DAI', 'WETH')]
    expect(await refused(hops, 2n ** 255n)).toEqual(['AmountTooLarge', 2n ** 255n])
  })

  test('refuses a V3 pool that runs out half-way', async () => {
    const pool = await shallowPool(stage())
    const thin = { ...hop('uniswap-v3', 'WETH', 'USDC'), pool }
    const [name, where, left] = await refused([thin, backV2])
    expect([name, where]).toEqual(['PartialFill', getAddress(pool)])
    expect(left).toBeGreaterThan(0n)
    expect(left).toBeLessThan(ether(2))
  })
})

describeWithAnvil('owner', () => {
  const stage = useStage()

  test('is the only one to execute', async () => {
    const theft = stage().call(stranger, executor, runData([outV2, backV2]))
    expect(await refusal(theft)).toEqual(['NotOwner', getAddress(stranger)])
  })

  test('is the deployer where none is named', async () => {
    const contract = 'daemon/execution/contracts/Executor'
    const own = await stage().create(contract, 'constructor(address owner)', [NATIVE])
    const said = await stage().call(stranger, own, encodeCall('function owner()'))
    expect(said).toBe(`0x${word(BigInt(stage().creator))}`)
  })
})

describeWithAnvil('rescue', () => {
  const stage = useStage()
  const rescue = (token: Hex, to: Hex, amount: bigint) =>
    encodeCall('function rescue(address token, address to, uint256 amount)', [token, to, amount])
  const refused = (from: Hex, data: Hex) => refusal(stage().call(from, executor, data))

  test('takes a token out', async () => {
    await stage().send(searcher, executor, rescue(WETH, searcher, ether(50)))
    expect(await stage().balance(WETH, searcher)).toBe(ether(50))
    expect(await stage().balance(WETH, executor)).toBe(0n)
  })

  test('takes the native coin out', async () => {
    await stage().send(stranger, executor, '0x', 100n)
    await stage().send(searcher, executor, rescue(NATIVE, fresh, 60n))
    const held = [fresh, executor].map((at) =>
      stage().rpc.request<Hex>('eth_getBalance', [at, 'latest']),
    )
    expect((await Promise.all(held)).map(Number)).toEqual([60, 40])
  })

  test('refuses to lose the native coin to a contract that takes none', async () => {
    await stage().send(stranger, executor, '0x', 100n)
    expect(await refused(searcher, rescue(NATIVE, trader, 1n))).toEqual(['TransferFailed', NATIVE])
  })

  test('refuses an address that is no token', async () => {
    const nowhere = rescue(fresh, searcher, 1n)
    expect(await refused(searcher, nowhere)).toEqual(['TransferFailed', getAddress(fresh)])
  })

  test('belongs to the owner', async () => {
    const theft = rescue(WETH, stranger, 1n)
    expect(await refused(stranger, theft)).toEqual(['NotOwner', getAddress(stranger)])
  })
})
