import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { startAnvil } from '../../../daemon/app/devnet/anvil.ts'
import { bytecode, packagedFile } from '../../../daemon/app/devnet/artifacts.ts'
import { deployer } from '../../../daemon/app/devnet/keys.ts'
import { linkTo } from '../../../daemon/app/devnet/link.ts'
import type { Rpc } from '../../../daemon/chains/types.ts'
import { decodeResult, encodeCall, encodeDeploy } from '../../../daemon/execution/abi.ts'
import { quantity } from '../../../daemon/kernel/hex.ts'
import type { Hex } from '../../../daemon/kernel/units.ts'
import { folder } from '../../folders.ts'

/** One call of a contract. */
export type Call = { readonly to: Hex; readonly data: Hex }

/** What came of a call: what it returned, or what it reverted with. */
export type Answer = { readonly ok: boolean; readonly data: Hex }

/** A log as a receipt has it. */
export type ReceiptLog = {
  readonly address: Hex
  readonly topics: readonly Hex[]
  readonly data: Hex
  readonly blockNumber: Hex
  readonly blockHash: Hex
  readonly transactionHash: Hex
  readonly transactionIndex: Hex
  readonly logIndex: Hex
}

type Receipt = {
  readonly status: Hex
  readonly contractAddress: Hex
  readonly logs: readonly ReceiptLog[]
}

const GAS = 15_000_000_000n
const CALLS = '(address to, bytes data)[] calls'
const ALL = `function all(${CALLS})`
const SOME = `function some(${CALLS})`
const EACH = `function each(${CALLS}) returns ((bool ok, bytes data)[])`

/** An Anvil that mines each transaction, a Prober on it, and what the tests do with them. */
async function openStage() {
  const ipc = join(folder(), 'a')
  const anvil = await startAnvil({ ipc, blockMs: null, chainId: 31_337 })
  const rpc = await linkTo(ipc)
  await rpc.request('anvil_setLoggingEnabled', [false])
  await rpc.request('evm_setBlockGasLimit', [quantity(2n * GAS)])
  await rpc.request('anvil_setBalance', [deployer, quantity(10n ** 30n)])
  const tools = toolsOf(rpc)
  const prober = await tools.create(artifact('test/market/chain/contracts/Prober.json'))
  const scanner = await tools.create(artifact('test/market/chain/contracts/TickScanner.json'))

  return {
    ...{ ...tools, rpc, prober, scanner },

    /** The Prober makes all calls, in one transaction. */
    all: (calls: readonly Call[]) => tools.send(prober, encodeCall(ALL, [calls])),

    /** The Prober makes the calls that do not revert, in one transaction. */
    some: (calls: readonly Call[]) => tools.send(prober, encodeCall(SOME, [calls])),

    /** What came of each call of the Prober, all from the same state and none of them kept. */
    async each(calls: readonly Call[], time?: number): Promise<readonly Answer[]> {
      return (await tools.ask(prober, EACH, [calls], time)) as readonly Answer[]
    },

    /** A new token of which the Prober has more than any pool can hold. */
    async token(decimals: number): Promise<Hex> {
      const signature = 'constructor(string, string, uint8)'
      const code = encodeDeploy(bytecode('DevToken'), signature, ['T', 'T', decimals])
      const token = await tools.create(code)
      await tools.tell(token, 'function mint(address, uint256)', [prober, 1n << 250n])
      return token
    },

    async close() {
      rpc.close()
      await anvil.stop()
    },
  }
}

/** Plain sending and asking, as the deployer. */
function toolsOf(rpc: Rpc) {
  async function send(to: Hex | null, data: Hex): Promise<Receipt> {
    const target = to === null ? {} : { to }
    const gas = quantity(to === null ? GAS / 100n : GAS)
    const hash = await rpc.request<Hex>('eth_sendTransaction', [
      { from: deployer, ...target, data, gas },
    ])
    await rpc.request('evm_mine')
    const receipt = await rpc.request<Receipt>('eth_getTransactionReceipt', [hash])
    if (receipt.status === '0x1') return receipt
    const why = await rpc.request('eth_call', [{ from: deployer, ...target, data, gas }]).then(
      () => 'no reason',
      (error: unknown) => JSON.stringify(error, ['message', 'facts', 'data']),
    )
    throw new Error(`a transaction failed: ${why}`)
  }

  async function ask(
    to: Hex,
    signature: string,
    args: readonly unknown[] = [],
    time?: number,
  ): Promise<unknown> {
    const call = { from: deployer, to, data: encodeCall(signature, args), gas: quantity(GAS) }
    const block = time === undefined ? [] : [{}, { time: quantity(time) }]
    const said = await rpc.request<Hex>('eth_call', [call, 'latest', ...block])
    return decodeResult(signature, said)
  }

  return {
    ...{ send, ask },
    tell: (to: Hex, signature: string, args: readonly unknown[] = []) =>
      send(to, encodeCall(signature, args)),
    create: async (code: Hex): Promise<Hex> => (await send(null, code)).contractAddress,

    /** Does something, and leaves the chain as it was. */
    async undoing<T>(what: () => Promise<T>): Promise<T> {
      const snapshot = await rpc.request('evm_snapshot')
      try {
        return await what()
      } finally {
        await rpc.request('evm_revert', [snapshot])
      }
    },
  }
}

/** What a stage is. */
export type Stage = Awaited<ReturnType<typeof openStage>>

/** One stage for all tests of a suite, with what `build` puts on it. */
export function useStage<T>(
  build: (stage: Stage) => Promise<T>,
): () => { readonly stage: Stage; readonly built: T } {
  let stage: Stage | undefined
  let built: T
  beforeAll(async () => {
    stage = await openStage()
    built = await build(stage)
  })
  afterAll(() => stage?.close())
  return () => {
    if (stage === undefined) throw new Error('the stage is not open yet')
    return { stage, built }
  }
}

/** Creation code of an artifact of this repository. */
export function artifact(path: string): Hex {
  const { bytecode: code } = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly bytecode: string | { readonly object: string }
  }
  const text = typeof code === 'string' ? code : code.object
  return text.startsWith('0x') ? (text as Hex) : `0x${text}`
}

/** Creation code of an artifact in an installed package, with its arguments. */
export function packaged(path: string, signature?: string, args: readonly unknown[] = []): Hex {
  return encodeDeploy(artifact(packagedFile(path)), signature ?? null, args)
}

/** A call, out of a function in words and its arguments. */
export const callOf = (to: Hex, signature: string, args: readonly unknown[] = []): Call => ({
  to,
  data: encodeCall(signature, args),
})

/** Two tokens in the order in which a pool has them. */
export async function tokenPair(
  stage: Stage,
  decimals: readonly [number, number] = [18, 18],
): Promise<readonly [Hex, Hex]> {
  const [a, b] = [await stage.token(decimals[0]), await stage.token(decimals[1])]
  return BigInt(a) < BigInt(b) ? [a, b] : [b, a]
}
