import type { Rpc } from '../../daemon/chains/types.ts'
import { MevdError } from '../../daemon/kernel/errors.ts'

/** What the node answers to a method; a throw is what it refuses with. */
export type Answers = Readonly<Record<string, (...params: never[]) => unknown>>

/** A node that answers from a script and remembers what it was asked. */
export type ScriptedRpc = Rpc & {
  readonly asked: { readonly method: string; readonly params: readonly unknown[] }[]
  /** How often a method was asked for. */
  readonly count: (method: string) => number
}

/** A node with these answers; what is not among them is a fault of the test. */
export function scripted(answers: Answers): ScriptedRpc {
  const asked: { method: string; params: readonly unknown[] }[] = []
  return {
    asked,
    count: (wanted) => asked.filter(({ method }) => method === wanted).length,
    request: async <T>(method: string, params: readonly unknown[] = []) => {
      asked.push({ method, params })
      const answer = answers[method]
      if (answer === undefined) throw new Error(`nobody scripted ${method}`)
      return answer(...(params as never[])) as T
    },
  }
}

/** The node says no. */
export const refusing = (message: string) => (): never => {
  throw new MevdError('NODE_ERROR', message)
}

/** The link breaks. */
export const breaking = (): never => {
  throw new MevdError('NODE_UNREACHABLE', 'no link to the node')
}
