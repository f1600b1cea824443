import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { startDevnet } from '../devnet/chain.ts'
import { startTraffic } from '../devnet/drive.ts'
import { writeKeys } from '../devnet/keys.ts'
import { linkTo } from '../devnet/link.ts'
import { wholeNumber } from './numbers.ts'
import { complain, say } from './output.ts'

type DevnetOptions = {
  readonly dir?: string
  readonly seed: number
  readonly blockMs: number
  readonly traffic: boolean
}

/** `mevd devnet`: a local chain with real protocol contracts and traffic. */
export const devnetCommand = (): Command =>
  new Command('devnet')
    .description('Runs a local chain with real protocol contracts and traders, until Ctrl-C.')
    .option(
      '--dir <folder>',
      'where the chain lives; taken up again where it exists (default: a new one)',
    )
    .option('--seed <number>', 'makes the traffic repeatable', wholeNumber, 1)
    .option('--block-ms <number>', 'time between blocks', wholeNumber, 500)
    .option('--no-traffic', 'nobody trades')
    .addHelpText(
      'after',
      `
Uniswap V2 and V3, SushiSwap and WETH9 in their real bytecode, four tokens, thirteen pools, and
mevd's executor. Addresses are always the same: pipelines/devnet.yaml holds them. Needs the
development dependencies. The keys are public: never use them anywhere else.`,
    )
    .action(devnet)

async function devnet(options: DevnetOptions): Promise<void> {
  const directory = options.dir ?? mkdtempSync(join(tmpdir(), 'mevd-devnet-'))
  const chain = await startDevnet({
    directory,
    blockMs: options.blockMs,
    connect: linkTo,
  })
  const keys = join(directory, 'keys')
  writeKeys(keys)
  say(JSON.stringify({ ipc: chain.ipc, url: chain.url, keys, world: chain.world }, null, 2))
  complain('running until Ctrl-C')
  const traffic = options.traffic ? startTraffic({ ipc: chain.ipc, seed: options.seed }) : null
  await new Promise((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
    void chain.anvil.exited.then(resolve)
  })
  await traffic?.stop()
  await chain.stop()
}
