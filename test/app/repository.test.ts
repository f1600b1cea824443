import { expect, test } from 'vitest'
import { catalogue } from '../../daemon/app/catalogue.ts'
import { worldAddresses } from '../../daemon/app/devnet/addresses.ts'
import { loadConfig } from '../../daemon/config/load.ts'

const { config, problems } = loadConfig({ paths: ['pipelines', 'rules'], catalogue })

test('every file of the repository is valid against the real catalogue, without a warning', () => {
  expect(problems).toEqual([])
  expect(config?.pipelines.map(({ name }) => name)).toContain('devnet')
})

test("the devnet's pipeline names the addresses that the devnet deploys", () => {
  const devnet = config?.pipelines.find(({ name }) => name === 'devnet')
  const { tokens, factories, executor } = worldAddresses
  expect({ ...devnet?.markets.tokens }).toEqual(
    Object.fromEntries(Object.entries(tokens).map(([name, { address }]) => [name, address])),
  )
  expect(
    Object.fromEntries(devnet?.markets.dexes.map((dex) => [dex.name, dex.factory]) ?? []),
  ).toEqual(factories)
  expect(devnet?.execution.executor).toBe(executor)
})
