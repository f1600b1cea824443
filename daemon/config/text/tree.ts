import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml'
import type { ProblemCode } from '../problem-codes.ts'
import { type Path, type Place, type Position, pointer } from './place.ts'
import { scalarFault } from './scalar.ts'

/** Something wrong with a node that the YAML grammar allows. */
type Fault = {
  readonly code: ProblemCode
  readonly path: Path
  readonly position: Position
  readonly message: string
}

/** Plain values of a YAML document, the place of each, and what is wrong with them. */
export type Tree = {
  readonly value: unknown
  readonly places: ReadonlyMap<string, Place>
  readonly faults: readonly Fault[]
  /** True when aliases stood for more than a file may hold, so that reading stopped. */
  readonly spent: boolean
}

type Walk = {
  readonly positionAt: (offset: number) => Position
  readonly places: Map<string, Place>
  readonly faults: Fault[]
  readonly anchors: Map<string, Node>
  /** Nodes that are being read, so that none is read inside itself. */
  readonly open: Set<Node>
  /** Nodes that aliases may still add. */
  budget: number
}

/** A node on its way to a value: where it stands in the tree and in the text. */
type Spot = { readonly path: Path; readonly key: Position | null; readonly aliased: boolean }

const MOST_DEPTH = 64
const MOST_ALIASED = 10_000
const PLAIN_TAGS = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
)

/** Reads a YAML document into plain values; objects have no prototype. */
export function plant(yaml: Document, positionAt: (offset: number) => Position): Tree {
  const walk: Walk = {
    positionAt,
    places: new Map(),
    faults: [],
    anchors: new Map(),
    open: new Set(),
    budget: MOST_ALIASED,
  }
  const value = read(walk, yaml.contents, { path: [], key: null, aliased: false })
  return { value, places: walk.places, faults: walk.faults, spent: walk.budget <= 0 }
}

function read(walk: Walk, node: Node | null, spot: Spot): unknown {
  const position = startOf(walk, node, spot)
  const at = pointer(spot.path)
  if (!walk.places.has(at)) walk.places.set(at, { key: spot.key, value: position })
  if (isAlias(node) || spot.aliased) walk.budget--
  if (!node || walk.budget < 0) return null
  const refusal = refusalOf(walk, node, spot)
  if (refusal) {
    const [code, message] = refusal
    walk.faults.push({ code, path: spot.path, position, message })
    return null
  }
  if (isAlias(node))
    return read(walk, walk.anchors.get(node.source) ?? null, { ...spot, aliased: true })
  if (node.anchor !== undefined && !spot.aliased) walk.anchors.set(node.anchor, node)
  walk.open.add(node)
  const value = plain(walk, node, spot)
  walk.open.delete(node)
  return value
}

/** Why a node cannot be read; null where it can. */
function refusalOf(walk: Walk, node: Node, spot: Spot): readonly [ProblemCode, string] | null {
  if (spot.path.length > MOST_DEPTH) return ['YAML_DEPTH', `deeper than ${MOST_DEPTH} levels`]
  if (walk.budget === 0) return ['YAML_ALIAS', 'aliases make the file too large']
  if (isAlias(node)) {
    const target = walk.anchors.get(node.source)
    if (!target) return ['YAML_ALIAS', `no anchor &${node.source} stands before this alias`]
    if (walk.open.has(target)) return ['YAML_ALIAS', `*${node.source} stands inside itself`]
    return null
  }
  if (node.tag === undefined || PLAIN_TAGS.has(node.tag)) return null
  return ['YAML_TAG', `the tag ${node.tag} is not allowed`]
}

function plain(walk: Walk, node: Node, spot: Spot): unknown {
  if (isMap(node)) return readMap(walk, node, spot)
  if (isSeq(node))
    return node.items.map((item, i) =>
      read(walk, item as Node, { ...spot, path: [...spot.path, i], key: null }),
    )
  if (!isScalar(node)) return null
  const fault = scalarFault(node)
  const position = startOf(walk, node, spot)
  if (fault) walk.faults.push({ ...fault, path: spot.path, position })
  return node.value
}

function readMap(
  walk: Walk,
  node: { readonly items: readonly { readonly key: unknown; readonly value: unknown }[] },
  spot: Spot,
): Record<string, unknown> {
  const map: Record<string, unknown> = Object.create(null)
  for (const { key, value } of node.items) {
    if (!isScalar(key)) continue
    const name = String(key.value)
    const path = [...spot.path, name]
    const position = walk.positionAt(key.range?.[0] ?? 0)
    if (Object.hasOwn(map, name)) {
      const first = walk.places.get(pointer(path))?.key
      const message = `"${name}" stands here twice, first in line ${first?.line ?? 1}`
      walk.faults.push({ code: 'KEY_DUPLICATE', path, position, message })
      continue
    }
    map[name] = read(walk, value as Node | null, { ...spot, path, key: position })
  }
  return map
}

/** Where a node's text begins; an absent value stands at its key. */
function startOf(walk: Walk, node: Node | null, spot: Spot): Position {
  const isAbsent = !node || (isScalar(node) && node.source === '' && node.type === 'PLAIN')
  if (isAbsent && spot.key) return spot.key
  return walk.positionAt(node?.range?.[0] ?? 0)
}
