import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Abi, decodeErrorResult } from 'viem'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import {
  type Ticker,
  type Venue,
  type WorldPool,
  worldAddresses,
} from '../../daemon/app/devnet/addresses.ts'
import { startAnvil } from '../../daemon/app/devnet/anvil.ts'
import { searcher, traders } from '../../daemon/app/devnet/keys.ts'
import { deployWorld } from '../../daemon/app/devnet/world.ts'
import { decodeResult, encodeCall, encodeDeploy } from '../../daemon/execution/abi.ts'
import { MevdError } from '../../daemon/kernel/errors.ts'
import { quantity } from '../../daemon/kernel/hex.ts'
import type { Hex } from '../../daemon/kernel/units.ts'
import { connectIpc } from '../app/stand-in-rpc.ts'

/** One hop as the contract takes it. */
export type Hop = {
  readonly pool: Hex
  readonly tokenIn: Hex
  readonly tokenOut: Hex
  readonly feePpm: number
  readonly kind: number
}

/** Receipt of a transaction, as far as the tests read it. */
type Receipt = {
  readonly status: Hex
  readonly gasUsed: Hex
  readonly contractAddress: Hex
  readonly logs: readonly { readonly topics: readonly Hex[]; readonly data: Hex }[]
}

/** The one signature that matters here. */
const EXECUTE =
  'function execute(bytes32 ref, uint256 amountIn, uint256 minProfit, (address pool, address tokenIn, address tokenOut, uint24 feePpm, uint8 kind)[] hops) returns (uint256)'

/** A mark to find again in the event. */
export const REF: Hex = `0x${'5a'.repeat(32)}`

const abi = JSON.parse(readFileSync('daemon/execution/contracts/Executor.json', 'utf8')).abi as Abi

/** An Anvil with the world on it, and the few things that the tests do to it. */
async function setStage() {
  const directory = mkdtempSync(join(tmpdir(), 'mevd-'))
  const anvil = await startAnvil({ ipc: join(directory, 'a'), blockMs: null, chainId: 31_337 })
  const rpc = await connectIpc(anvil.ipc)
  await deployWorld(rpc)
  const creator = traders[0] ?? searcher

  /** Sends and waits; a transaction that reverts has a receipt as well. */
  async function send(from: Hex, to: Hex | null, data: Hex, value = 0n): Promise<Receipt> {
    const target = to === null ? {} : { to }
    const amounts = { value: quantity(value), gas: quantity(6_000_000) }
    const transaction = { from, ...target, data, ...amounts }
    const hash = await rpc.request<Hex>('eth_sendTransaction', [transaction])
    await rpc.request('evm_mine')
    return rpc.request<Receipt>('eth_getTransactionReceipt', [hash])
  }

  const call = (from: Hex, to: Hex, data: Hex) =>
    rpc.request<Hex>('eth_call', [{ from, to, data }, 'latest'])

  async function balance(token: Hex, of: Hex): Promise<bigint> {
    const signature = 'function balanceOf(address) returns (uint256)'
    const data = await call(searcher, token, encodeCall(signature, [of]))
    return decodeResult(signature, data) as bigint
  }

  async function create(contract: string, signature: string | null = null, args: unknown[] = []) {
    const { bytecode } = JSON.parse(readFileSync(`${contract}.json`, 'utf8')) as { bytecode: Hex }
    const receipt = await send(creator, null, encodeDeploy(bytecode, signature, args))
    return receipt.contractAddress
  }

  return {
    ...{ rpc, send, call, balance, create, creator },
    close: async () => {
      rpc.close()
      await anvil.stop()
      rmSync(directory, { recursive: true })
    },
  }
}

/** What a stage is. */
export type Stage = Awaited<ReturnType<typeof setStage>>

/** One stage for all tests of a file, as it was at the start for each of them. */
export function useStage(): () => Stage {
  let stage: Stage
  let snapshot: unknown
  beforeAll(async () => {
    stage = await setStage()
  }, 30_000)
  beforeEach(async () => {
    snapshot = await stage.rpc.request('evm_snapshot')
  })
  afterEach(async () => {
    await stage.rpc.request('evm_revert', [snapshot])
  })
  afterAll(() => stage.close())
  return () => stage
}

/** Whole and broken ether in wei. */
export const ether = (n: number): bigint => BigInt(n * 1e6) * 10n ** 12n

/** Call data of a run of 2 WETH, or of another amount. */
export const runData = (hops: readonly Hop[], minProfit = 0n, amountIn = ether(2)): Hex =>
  encodeCall(EXECUTE, [REF, amountIn, minProfit, hops])

/** Name and arguments of the Executor's error with which a call was refused. */
export async function refusal(call: Promise<unknown>): Promise<readonly unknown[]> {
  const error = await call.then(
    () => undefined,
    (e: unknown) => e,
  )
  if (!(error instanceof MevdError)) return ['not refused']
  const { data } = error.facts
  const { errorName, args } = decodeErrorResult({ abi, data: data as Hex })
  return [errorName, ...(args ?? [])]
}

/** A hop through a pool of the world. */
export function hop(venue: Venue, from: Ticker, to: Ticker, feePpm = 3_000): Hop {
  const fits = (pool: WorldPool) =>
    pool.venue === venue &&
    pool.feePpm === feePpm &&
    [from, to].every((t) => pool.tokens.includes(t))
  const found = worldAddresses.pools.find(fits)
  if (found === undefined) throw new Error(`no ${venue} pool of ${from} and ${to}`)
  return {
    pool: found.address,
    tokenIn: worldAddresses.tokens[from].address,
    tokenOut: worldAddresses.tokens[to].address,
    feePpm,
    kind: venue === 'uniswap-v3' ? 1 : 0,
  }
}
