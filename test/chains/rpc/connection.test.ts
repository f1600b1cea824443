import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  type Connection,
  type ConnectionOptions,
  connect,
  untilUp,
} from '../../../daemon/chains/rpc/connection.ts'
import { countingClock } from '../../fakes.ts'
import {
  type Answerer,
  answer,
  note,
  refusal,
  type SocketServer,
  socketServer,
} from '../socket-server.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function serve(answerer: Answerer): Promise<SocketServer> {
  const server = await socketServer(answerer)
  ends.push(() => server.kill().catch(() => undefined))
  return server
}

async function open(
  ipc: string,
  options: Partial<ConnectionOptions> = {},
  signal = new AbortController().signal,
): Promise<Connection> {
  const link = connect({ clock: countingClock(), signal }, { ipc, ...options })
  ends.push(() => link.close())
  await untilUp(link, 5_000)
  return link
}

const echo: Answerer = ({ id, method, params }) => answer(id, { method, params })
const silence: Answerer = () => null

describe('connect', () => {
  test('gives each request its own answer, in whatever order they come', async () => {
    const held: string[] = []
    const { ipc } = await serve(({ id, method }, say) => {
      held.unshift(answer(id, method))
      if (held.length === 3) say(held.join(''))
      return null
    })
    const link = await open(ipc)
    const found = ['a', 'b', 'c'].map((method) => link.request(method))
    expect(await Promise.all(found)).toEqual(['a', 'b', 'c'])
  })

  test('sends the parameters as they are, and an empty list where there are none', async () => {
    const { ipc } = await serve(echo)
    const link = await open(ipc)
    expect(await link.request('m')).toEqual({ method: 'm', params: [] })
    expect(await link.request('m', [{ a: ['}'] }])).toEqual({
      method: 'm',
      params: [{ a: ['}'] }],
    })
  })

  test('tells when the first byte of an answer was here', async () => {
    const { ipc } = await serve(echo)
    const link = await open(ipc)
    const [first, second] = [await link.timed('m', []), await link.timed('m', [])]
    expect(second.received).toBeGreaterThan(first.received)
  })

  test('names what the node refuses, with its code and data', async () => {
    const { ipc } = await serve(({ id }) => refusal(id, 3, 'execution reverted', '0x08'))
    const link = await open(ipc)
    await expect(link.request('eth_call')).rejects.toMatchObject({
      code: 'NODE_ERROR',
      message: 'eth_call: execution reverted',
      facts: { method: 'eth_call', code: 3, data: '0x08' },
    })
    expect(link.isUp()).toBe(true)
  })

  test('rejects what was under way when the server is killed, and resends nothing', async () => {
    const server = await serve(silence)
    const onDown = vi.fn()
    const link = await open(server.ipc, { onDown })
    const pending = [link.request('a'), link.request('b')]
    await vi.waitFor(() => expect(server.calls).toHaveLength(2))
    await server.kill()
    for (const each of pending)
      await expect(each).rejects.toMatchObject({ code: 'NODE_UNREACHABLE' })
    expect(onDown).toHaveBeenCalledOnce()
    await server.start()
    await untilUp(link, 5_000)
    expect(server.calls).toHaveLength(2)
  })

  test('fails requests at once while it is down, and comes back by itself', async () => {
    const server = await serve(echo)
    const onUp = vi.fn()
    const link = await open(server.ipc, { onUp })
    await server.kill()
    await vi.waitFor(() => expect(link.isUp()).toBe(false))
    await expect(link.request('m')).rejects.toMatchObject({ code: 'NODE_UNREACHABLE' })
    await server.start()
    await vi.waitFor(() => expect(onUp).toHaveBeenCalledTimes(2), { timeout: 5_000 })
    expect(await link.request('m')).toEqual({ method: 'm', params: [] })
  })

  test('drops a server that has fallen silent', async () => {
    const { ipc } = await serve(silence)
    const onDown = vi.fn()
    const link = await open(ipc, { patienceMs: 20, onDown })
    await expect(link.request('m')).rejects.toMatchObject({ code: 'NODE_UNREACHABLE' })
    expect(onDown).toHaveBeenCalledWith('no answer in 20 ms')
  })

  test('bears a silence in which nothing was asked', async () => {
    const { ipc } = await serve(echo)
    const onDown = vi.fn()
    const link = await open(ipc, { patienceMs: 1, onDown })
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect(await link.request('m')).toEqual({ method: 'm', params: [] })
    expect(onDown).not.toHaveBeenCalled()
  })

  test('drops a link on which it cannot read what is said', async () => {
    const { ipc } = await serve(() => '{"id":1,"result":0x1}')
    const onDown = vi.fn()
    const link = await open(ipc, { onDown })
    await expect(link.request('m')).rejects.toMatchObject({ code: 'NODE_UNREACHABLE' })
    expect(onDown.mock.calls[0]?.[0]).toMatch(/^unreadable message/)
  })

  test('ignores answers that nobody waits for', async () => {
    const { ipc } = await serve(({ id }) => answer(id + 90, 'odd') + answer(id, 'good'))
    const link = await open(ipc)
    expect([await link.request('m'), await link.request('m')]).toEqual(['good', 'good'])
  })

  test('stays closed once its signal aborts, and rejects what was under way', async () => {
    const stop = new AbortController()
    const server = await serve(silence)
    const link = await open(server.ipc, {}, stop.signal)
    const pending = link.request('m')
    stop.abort()
    await expect(pending).rejects.toMatchObject({ code: 'NODE_UNREACHABLE' })
    expect(link.isUp()).toBe(false)
  })
})

describe('subscribe', () => {
  test('loses nothing that is said before its own answer', async () => {
    const { ipc } = await serve(
      ({ id }) => note('0x1', 'early') + answer(id, '0x1') + note('0x1', 'late'),
    )
    const link = await open(ipc)
    const heard: unknown[] = []
    await link.subscribe(['newHeads'], (result) => heard.push(result))
    await vi.waitFor(() => expect(heard).toEqual(['early', 'late']))
  })

  test('keeps apart what two subscriptions say', async () => {
    let count = 0
    const server = await serve(({ id }) => answer(id, `0x${++count}`))
    const link = await open(server.ipc)
    const heard: unknown[][] = [[], []]
    await link.subscribe(['newHeads'], (result) => heard[0]?.push(result))
    await link.subscribe(['logs'], (result) => heard[1]?.push(result))
    server.say(note('0x2', 'b') + note('0x1', 'a') + note('0x3', 'c'))
    await vi.waitFor(() => expect(heard).toEqual([['a'], ['b']]))
  })

  test('ends with the session: a new one has to be made after a reconnect', async () => {
    let count = 0
    const server = await serve(({ id }) => answer(id, `0x${++count}`))
    const onUp = vi.fn()
    const link = await open(server.ipc, { onUp })
    const heard: unknown[][] = [[], []]
    await link.subscribe(['newHeads'], (result) => heard[0]?.push(result))
    await server.kill()
    await server.start()
    await vi.waitFor(() => expect(onUp).toHaveBeenCalledTimes(2), { timeout: 5_000 })
    await link.subscribe(['newHeads'], (result) => heard[1]?.push(result))
    server.say(note('0x1', 'old') + note('0x2', 'a'))
    await vi.waitFor(() => expect(heard).toEqual([[], ['a']]))
  })
})

describe('untilUp', () => {
  test('gives up on a socket where nobody listens', async () => {
    const link = connect(
      { clock: countingClock(), signal: new AbortController().signal },
      { ipc: '/nonexistent/node.ipc' },
    )
    ends.push(() => link.close())
    await expect(untilUp(link, 60)).rejects.toMatchObject({ code: 'NODE_UNREACHABLE' })
  })
})
