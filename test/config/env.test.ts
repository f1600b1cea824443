import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  credentialsDirectory,
  dataDirectory,
  notifySocket,
  stateDirectory,
} from '../../daemon/config/env.ts'

afterEach(() => vi.unstubAllEnvs())

describe('the environment', () => {
  test.each([
    ['CREDENTIALS_DIRECTORY', credentialsDirectory],
    ['STATE_DIRECTORY', stateDirectory],
    ['NOTIFY_SOCKET', notifySocket],
    ['MEVD_DATA', dataDirectory],
  ])('gives %s, and null where it is unset or empty', (name, read) => {
    vi.stubEnv(name, '/run/x')
    expect(read()).toBe('/run/x')
    vi.stubEnv(name, '')
    expect(read()).toBeNull()
    vi.stubEnv(name, undefined)
    expect(read()).toBeNull()
  })

  test('takes the first of several state directories', () => {
    vi.stubEnv('STATE_DIRECTORY', '/var/lib/a:/var/lib/b')
    expect(stateDirectory()).toBe('/var/lib/a')
  })
})
