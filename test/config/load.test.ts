import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../daemon/config/load.ts'
import { catalogue } from './catalogue.ts'
import { corpus, edited, minimal } from './edit.ts'
import { newFolder, sizing } from './folder.ts'

describe('loadConfig', () => {
  test('resolves units, names and defaults', () => {
    using folder = newFolder()
    const { at } = folder
    const { config } = loadConfig({
      paths: [join(corpus, 'everything.good.yaml')],
      rulesDir: at('rules'),
      catalogue,
    })
    const [pipeline] = config?.pipelines ?? []
    expect(pipeline).toMatchObject({
      name: 'everything',
      chainId: 1,
      node: { deploy: 'process', block: 12_000 },
      markets: {
        native: '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2',
        dexes: [{ fee: 3000 }, { fee: 3000 }, {}],
        fromBlock: 10_000_835,
      },
      strategies: [
        { name: 'cross-dex-arbitrage', from: 'found', minProfit: 1n, maxGas: 100_000_000_000n },
      ],
      policy: { maxTrade: 1_234_567_123_456_789n, maxLoss: 20_000_007_000_000_000n, stale: 400 },
      execution: {
        priorityFee: 1_100_000_000n,
        confirmations: 64,
        signers: ['searcher', 'spare-1'],
      },
    })
    expect(pipeline?.markets.tokens['1INCH']).toBe('0x111111111117dc0aa78b770fa6a738034120c302')
    expect(pipeline?.graph['long']).toEqual({
      use: 'find-cycles',
      from: ['pools'],
      maxHops: 4,
      base: [
        '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2',
        '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48',
      ],
    })
  })

  test('fills in what a file leaves out', () => {
    using folder = newFolder()
    const { load } = folder
    const [pipeline] = load('pipelines').config?.pipelines ?? []
    expect(pipeline).toMatchObject({
      markets: { fromBlock: 0 },
      graph: { cycles: { maxHops: 3 } },
      execution: { mode: 'shadow', venues: [], signers: [], confirmations: 8 },
    })
  })

  test('gives a configuration that cannot be changed', () => {
    using folder = newFolder()
    const { load } = folder
    const { config } = load('pipelines')
    const isFrozen = (value: unknown): boolean =>
      typeof value !== 'object' ||
      value === null ||
      (Object.isFrozen(value) && Object.values(value).every(isFrozen))
    expect(config?.pipelines).toHaveLength(1)
    expect(isFrozen(config)).toBe(true)
  })
})

describe('loadConfig, on hashes and folders', () => {
  test('changes its hash with a pipeline or a rule file it names, and with nothing else', () => {
    using folder = newFolder()
    const { write, load } = folder
    const hashes = () => {
      const { config } = load('pipelines')
      return [config?.pipelines[0]?.hash, config?.hash]
    }
    const first = hashes()
    expect(first[0]).toMatch(/^[0-9a-f]{64}$/)
    write('rules/other.json', sizing.replace('"sizing"', '"other"'))
    expect(hashes()).toEqual(first)
    write('rules/sizing.json', sizing.replace('800000', '800001'))
    const second = hashes()
    expect(second[0]).not.toBe(first[0])
    expect(second[1]).not.toBe(first[1])
    write('rules/sizing.json', sizing)
    write('pipelines/a.yaml', `${minimal}# a comment\n`)
    expect(hashes()[0]).not.toBe(first[0])
  })

  test('checks a folder of rules alone', () => {
    using folder = newFolder()
    const { load } = folder
    const { config, problems } = load('rules')
    expect(problems).toEqual([])
    expect(Object.keys(config?.ruleSets ?? {})).toEqual(['sizing'])
    expect(config?.pipelines).toEqual([])
  })

  test('reads a rule file once where it is both given and named', () => {
    using folder = newFolder()
    const { write, said } = folder
    write('rules/sizing.json', sizing.replace('gas.share_ppm', 'gas.shar_ppm'))
    const problem = 'rules/sizing.json FACT_UNKNOWN /rules/0/conditions/all/0/fact'
    expect(said('pipelines', 'rules')).toEqual([problem])
    expect(said('pipelines')).toEqual([problem])
    write('rules/sizing.json', '{')
    expect(said('pipelines', 'rules')).toEqual(['rules/sizing.json JSON_SYNTAX '])
  })

  test('reads a file once where it is named twice', () => {
    using folder = newFolder()
    const { load } = folder
    expect(load('pipelines', 'pipelines/a.yaml').problems).toEqual([])
  })
})

describe('loadConfig, on files beside each other', () => {
  test('gives no configuration while any file has an error', () => {
    using folder = newFolder()
    const { at, write, load } = folder
    write('pipelines/b.yaml', 'nothing: here')
    const { config, problems } = load('pipelines')
    expect(config).toBeNull()
    expect(new Set(problems.map(({ file }) => file))).toEqual(new Set([at('pipelines/b.yaml')]))
  })

  test('refuses one name for two pipelines, and says where the other stands', () => {
    using folder = newFolder()
    const { at, write, load } = folder
    write('pipelines/b.yaml', minimal)
    const { problems } = load('pipelines')
    expect(problems).toMatchObject([
      { code: 'NAME_DUPLICATE', file: at('pipelines/b.yaml'), line: 3 },
    ])
    expect(problems[0]?.message).toContain(`${at('pipelines/a.yaml')}:3`)
  })

  test('refuses two pipelines that see one network differently', () => {
    using folder = newFolder()
    const { write, said } = folder
    const other = edited(
      minimal,
      ['name: least', 'name: b'],
      ['node.ipc', 'other.ipc'],
      ['31337', '31338'],
    )
    write('pipelines/b.yaml', other)
    expect(said('pipelines')).toEqual([
      'pipelines/b.yaml NETWORK_DIFFERS /chain_id',
      'pipelines/b.yaml NETWORK_DIFFERS /node/ipc',
    ])
  })
})

describe('loadConfig, on rule sets', () => {
  test('refuses a rule set under another name than its file', () => {
    using folder = newFolder()
    const { write, said } = folder
    write('rules/other.json', sizing)
    expect(said('rules/other.json')).toEqual(['rules/other.json NAME_MISMATCH /name'])
  })

  test('refuses two rule sets of one name in two folders', () => {
    using folder = newFolder()
    const { at, write, said } = folder
    mkdirSync(at('more/pipelines'), { recursive: true })
    mkdirSync(at('more/rules'))
    write('more/pipelines/b.yaml', edited(minimal, ['name: least', 'name: b']))
    write('more/rules/sizing.json', sizing)
    expect(said('pipelines', 'more/pipelines')).toEqual([
      'more/pipelines/b.yaml RULES_CONFLICT /policy/rules/0',
    ])
  })

  test('refuses a pipeline in the place of a rule set', () => {
    using folder = newFolder()
    const { write, said } = folder
    write('rules/sizing.json', '{ "kind": "Pipeline" }')
    expect(said('pipelines')).toContain('rules/sizing.json VALUE_NOT_ALLOWED /kind')
  })

  test('says for every pipeline that its rule set is not there', () => {
    using folder = newFolder()
    const { at, write, said } = folder
    write('pipelines/b.yaml', edited(minimal, ['name: least', 'name: b']))
    rmSync(at('rules/sizing.json'))
    expect(said('pipelines')).toEqual([
      'pipelines/a.yaml RULES_UNKNOWN /policy/rules/0',
      'pipelines/b.yaml RULES_UNKNOWN /policy/rules/0',
    ])
  })
})
