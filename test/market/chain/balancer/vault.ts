import { deployer } from '../../../../daemon/app/devnet/keys.ts'
import { encodeDeploy } from '../../../../daemon/execution/abi.ts'
import { keccakText } from '../../../../daemon/kernel/keccak.ts'
import type { Hex } from '../../../../daemon/kernel/units.ts'
import { poolTokens, selector } from '../records.ts'
import { callOf, packaged, type Stage } from '../stage.ts'
import type { Kind, Making, Stock } from './kinds.ts'

const TASKS = '@balancer-labs/v2-deployments/dist/tasks'
const QUERIES = 'deprecated/20210727-meta-stable-pool/artifact/QueryProcessor'
const ENDLESS = (1n << 255n) - 1n

/** A Balancer V2 vault with a factory of each kind, and tokens that the Prober lets it take. */
export type Balancer = {
  readonly vault: Hex
  readonly factories: readonly Hex[]
  readonly stock: Stock
}

/** A pool of the vault, with its tokens in the vault's order. */
export type BalancerPool = {
  readonly address: Hex
  readonly id: Hex
  readonly tokens: readonly Hex[]
}

/** Deploys the vault, the factories, and a token with a rate provider for each of `decimals`. */
export async function deployBalancer(
  stage: Stage,
  kinds: readonly Kind[],
  decimals: readonly number[],
): Promise<Balancer> {
  const create = (path: string, signature: string, args: readonly unknown[]) =>
    stage.create(packaged(`${TASKS}/${path}.json`, signature, args))
  const authorizer = '20210418-authorizer/artifact/Authorizer'
  const admin = await create(authorizer, 'constructor(address)', [deployer])
  const vault = await create(
    '20210418-vault/artifact/Vault',
    'constructor(address, address, uint256, uint256)',
    [admin, deployer, 7_776_000n, 2_592_000n],
  )
  const fees = await create(
    '20220725-protocol-fee-percentages-provider/artifact/ProtocolFeePercentagesProvider',
    'constructor(address, uint256, uint256)',
    [vault, 10n ** 17n, 10n ** 17n],
  )
  await takeFees(stage, admin, vault)
  const factories: Hex[] = []
  for (const kind of kinds) factories.push(await createFactory(stage, kind, vault, fees))
  return { vault, factories, stock: await createStock(stage, vault, decimals) }
}

/** Has the protocol take half of all swap fees, so that joins and exits pay them. */
async function takeFees(stage: Stage, admin: Hex, vault: Hex): Promise<void> {
  const get = 'function getProtocolFeesCollector() returns (address)'
  const collector = (await stage.ask(vault, get)) as Hex
  const set = 'function setSwapFeePercentage(uint256)'
  const actionId = 'function getActionId(bytes4) returns (bytes32)'
  const action = await stage.ask(collector, actionId, [selector('setSwapFeePercentage(uint256)')])
  await stage.tell(admin, 'function grantRole(bytes32, address)', [action, deployer])
  await stage.tell(collector, set, [5n * 10n ** 17n])
}

async function createFactory(stage: Stage, kind: Kind, vault: Hex, fees: Hex): Promise<Hex> {
  const code = packaged(`${TASKS}/${kind.path}.json`)
  const library = code.match(/__\$\w{34}\$__/)?.[0]
  const linked =
    library === undefined
      ? code
      : code.replaceAll(
          library,
          (await stage.create(packaged(`${TASKS}/${QUERIES}.json`))).slice(2),
        )
  const args = { vault: 1, 'vault and fees': 2, 'vault, fees and versions': 4 }[kind.takes]
  const types = ['address', 'address', 'string', 'string'].slice(0, args).join()
  const values = [vault, fees, '', ''].slice(0, args)
  return stage.create(encodeDeploy(linked as Hex, `constructor(${types})`, values))
}

/** Tokens that the vault may take from the Prober, and contracts that answer with a rate. */
async function createStock(stage: Stage, vault: Hex, decimals: readonly number[]): Promise<Stock> {
  const tokens: { readonly token: Hex; readonly count: number }[] = []
  for (const count of decimals) tokens.push({ token: await stage.token(count), count })
  tokens.sort((a, b) => (BigInt(a.token) < BigInt(b.token) ? -1 : 1))
  const approve = 'function approve(address, uint256)'
  await stage.all(tokens.map(({ token }) => callOf(token, approve, [vault, ENDLESS])))
  const providers: Hex[] = []
  for (const at of decimals.keys()) providers.push(await stage.create(answering(rate(at))))
  return {
    tokens: tokens.map(({ token }) => token),
    decimals: tokens.map(({ count }) => count),
    ...{ providers, owner: stage.prober },
  }
}

/** Rates with 18 decimals, one to begin with. */
const rate = (at: number): bigint => 10n ** 18n + BigInt(at) * 123_456_789_012_345_678n

/** Creation code of a contract that answers everything with one number. */
const answering = (value: bigint): Hex =>
  `0x600b5981380380925939f37f${value.toString(16).padStart(64, '0')}5f5260205ff3`

/** Has a factory make a pool. */
export async function createPool(
  stage: Stage,
  vault: Hex,
  factory: Hex,
  { signature, args }: Making,
): Promise<BalancerPool> {
  const { logs } = await stage.tell(factory, `function ${signature}`, args)
  const created = logs.find(({ topics }) => topics[0] === keccakText('PoolCreated(address)'))
  const address: Hex = `0x${created?.topics[1]?.slice(26)}`
  const id = (await stage.ask(address, 'function getPoolId() returns (bytes32)')) as Hex
  const { tokens } = await poolTokens(stage, vault, id)
  return { address, id, tokens: tokens.map((token) => token.toLowerCase() as Hex) }
}
