import { readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import solc from 'solc'
import { messageOf } from '../daemon/kernel/errors.ts'
import { sha256 } from '../daemon/kernel/ids.ts'

/** Sources whose artifacts are committed beside them. One contract a file, named like the file. */
const sources = [
  'daemon/execution/contracts/Executor.sol',
  'daemon/app/devnet/contracts/DevToken.sol',
  'daemon/app/devnet/contracts/DevTrader.sol',
  'test/execution/contracts/OddToken.sol',
  'test/execution/contracts/RoguePool.sol',
  'test/market/chain/contracts/Prober.sol',
  'test/market/chain/contracts/TickScanner.sol',
  'test/market/chain/contracts/PancakeDeployer.sol',
]

/** Without a metadata hash, so that the code depends on nothing but the source's meaning. */
const settings = {
  evmVersion: 'cancun',
  optimizer: { enabled: true, runs: 1_000_000 },
  viaIR: true,
  metadata: { appendCBOR: false, bytecodeHash: 'none' },
}

type Code = { readonly object: string; readonly immutableReferences?: object }
type Compiled = {
  readonly abi: readonly object[]
  readonly evm: { readonly bytecode: Code; readonly deployedBytecode: Code }
}
type Output = {
  readonly errors?: readonly { readonly formattedMessage: string }[]
  readonly contracts?: Readonly<Record<string, Readonly<Record<string, Compiled>>>>
}

function artifact(path: string): string {
  const source = readFileSync(path, 'utf8')
  const file = basename(path)
  const name = basename(path, '.sol')
  const outputSelection = { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode'] } }
  const input = {
    language: 'Solidity',
    sources: { [file]: { content: source } },
    settings: { ...settings, outputSelection },
  }
  const output = JSON.parse(solc.compile(JSON.stringify(input)) as string) as Output
  if (output.errors !== undefined) {
    throw new Error(output.errors.map((e) => e.formattedMessage).join('\n'))
  }
  const compiled = output.contracts?.[file]?.[name]
  if (compiled === undefined) throw new Error(`${path} holds no contract ${name}`)
  const { bytecode, deployedBytecode } = compiled.evm
  const content = {
    contractName: name,
    compiler: solc.version() as string,
    settings,
    sourceSha256: sha256(source),
    bytecode: `0x${bytecode.object}`,
    deployedBytecode: `0x${deployedBytecode.object}`,
    immutableReferences: deployedBytecode.immutableReferences ?? {},
    abi: compiled.abi,
  }
  return `${JSON.stringify(content, null, 2)}\n`
}

function textAt(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function main(check: boolean): number {
  const drifted = sources.filter((source) => {
    const path = source.replace(/\.sol$/, '.json')
    const wanted = artifact(source)
    if (textAt(path) === wanted) return false
    if (!check) writeFileSync(path, wanted)
    return true
  })
  const word = check ? 'differs from its artifact' : 'compiled'
  for (const source of drifted) process.stdout.write(`${source}: ${word}\n`)
  return check && drifted.length > 0 ? 1 : 0
}

try {
  process.exitCode = main(process.argv.includes('--check'))
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`)
  process.exitCode = 1
}
