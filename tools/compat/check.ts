import { createRequire } from 'node:module'
import { parse } from 'acorn'
import type { CallExpression, ChainExpression, Expression, NewExpression, Node } from 'acorn'
import { ancestor } from 'acorn-walk'

/** The oldest browsers a school may bring. */
export const OLDEST = { chrome: 108, safari: 16 } as const

export interface Finding {
  kind: 'syntax' | 'api'
  name: string
  /** What a method is called on, by its last word: `format` of `i18n.format.when(…)`, `this`; null where it has none. */
  on: string | null
  /** Position in the bundle. */
  at: number
  reason: string
}

interface Support {
  version_added: string | boolean | null
  flags?: unknown
  partial_implementation?: boolean
}
interface Compat {
  __compat?: { support: Record<string, Support | Support[]> } & { status?: unknown }
}
type Tree = Compat & { [key: string]: Tree }

const data = createRequire(import.meta.url)('@mdn/browser-compat-data') as {
  api: Record<string, Tree>
  javascript: { builtins: Record<string, Tree> }
}

/** The first version without a flag, Infinity for never, 0 where the data does not know. */
function since(feature: Compat, browser: keyof typeof OLDEST): number {
  const support = feature.__compat?.support[browser]
  if (!support) return 0
  const first = (Array.isArray(support) ? support : [support]).find((entry) => !entry.flags)
  const version = first?.version_added
  if (version === undefined || version === false) return Infinity
  if (version === true || version === null || version === 'preview') return version === 'preview' ? Infinity : 0
  return Number.parseFloat(version.replace('≤', ''))
}
const tooNew = (feature: Compat): string | null => {
  const missing = (Object.keys(OLDEST) as (keyof typeof OLDEST)[]).filter(
    (browser) => since(feature, browser) > OLDEST[browser],
  )
  return missing.length
    ? missing
        .map(
          (browser) =>
            `${browser} ${since(feature, browser) === Infinity ? 'never' : `since ${since(feature, browser)}`}`,
        )
        .join(', ')
    : null
}

interface Names {
  globals: Map<string, string>
  members: Map<string, string>
  instance: Map<string, string>
}

/** What the oldest browsers lack, from MDN's data: global constructors, `Global.member`, and instance methods by a name nothing old has. */
function collect(): Names {
  const globals = new Map<string, string>()
  const members = new Map<string, string>()
  const late = new Map<string, string>()
  const known = new Set<string>()
  for (const tree of [data.javascript.builtins, data.api]) {
    for (const [owner, feature] of Object.entries(tree)) {
      const ownerReason = tooNew(feature)
      if (ownerReason) globals.set(owner, ownerReason)
      for (const [key, member] of Object.entries(feature)) {
        if (key === '__compat' || !member.__compat) continue
        const name = key.replace(/_static$/, '')
        const reason = tooNew(member)
        if (!reason) known.add(name)
        else if (!ownerReason) {
          members.set(`${owner}.${name}`, reason)
          if (!key.endsWith('_static')) late.set(name, reason)
        }
      }
    }
  }
  const instance = new Map(
    [...late].filter(([name]) => !known.has(name) && /^[a-z]\w{3,}$/.test(name) && !name.endsWith('_event')),
  )
  return { globals, members, instance }
}
let names: Names | null = null

/** Syntax of ES2022 that Safari 16.0 does not read, beyond what the parser refuses. */
const LATE_SYNTAX: Record<string, string> = { StaticBlock: 'class static block: safari since 16.4' }

const mentions = (node: Node, name: string, source: string): boolean =>
  new RegExp(String.raw`\b${name}\b`).test(source.slice(node.start, node.end))

/** Whether a use stands behind a question about its name: `if (x.name)`, `name in x`, `typeof x.name`, `x.name ? … : …`. */
function guarded(name: string, ancestors: readonly Node[], source: string): boolean {
  return ancestors.some((node) => {
    if (node.type === 'IfStatement' || node.type === 'ConditionalExpression') {
      const { test } = node as unknown as { test: Node }
      const use = ancestors.at(-1)
      return use !== undefined && (use.start < test.start || use.end > test.end) && mentions(test, name, source)
    }
    if (node.type === 'LogicalExpression') {
      const { left } = node as unknown as { left: Node }
      const use = ancestors.at(-1)
      return use !== undefined && use.start >= left.end && mentions(left, name, source)
    }
    if (node.type === 'TryStatement') {
      const { block, handler } = node as unknown as { block: Node; handler: Node | null }
      const use = ancestors.at(-1)
      return handler !== null && use !== undefined && use.start >= block.start && use.end <= block.end
    }
    return false
  })
}

/** The last word of an expression: of `a.b.c` it is `c`. */
function lastWord(node: Node): string | null {
  if (node.type === 'ThisExpression') return 'this'
  if (node.type === 'Identifier') return (node as Node & { name: string }).name
  if (node.type !== 'MemberExpression') return null
  const { property, computed } = node as Node & { property: Node & { name?: string }; computed: boolean }
  return computed ? null : (property.name ?? null)
}

/**
 * Everything in a built script that Chrome 108 or Safari 16.0 cannot read or call. A call that the script asks about first
 * (feature detection, optional call, try) is fine.
 */
export function checkBundle(source: string): Finding[] {
  names ??= collect()
  const { globals, members, instance } = names
  const findings: Finding[] = []
  let tree: Node
  try {
    tree = parse(source, { ecmaVersion: 2022, sourceType: 'module' })
  } catch (error) {
    const at = (error as { pos?: number }).pos ?? 0
    return [
      {
        kind: 'syntax',
        name: source.slice(at, at + 20),
        on: null,
        at,
        reason: `not ES2022: ${(error as Error).message}`,
      },
    ]
  }
  const callee = (node: Node, target: Expression | { type: string }, ancestors: readonly Node[]) => {
    const inner =
      (target as ChainExpression).type === 'ChainExpression'
        ? (target as ChainExpression).expression
        : (target as Expression)
    if (inner.type === 'Identifier') {
      const { name } = inner
      const reason = globals.get(name)
      const declared = new RegExp(
        String.raw`(?:class|function|const|let|var|import)\s+${name.replace('$', '\\$')}\b|[,{]\s*${name.replace('$', '\\$')}\s*=`,
      ).test(source)
      if (reason && name.length > 3 && !declared && !guarded(name, ancestors, source))
        findings.push({ kind: 'api', name, on: null, at: node.start, reason })
      return
    }
    if (inner.type !== 'MemberExpression') return
    const { object, property, computed, optional } = inner
    if (computed || property.type !== 'Identifier' || optional || (node as CallExpression).optional) return
    const { name } = property
    const owner = object.type === 'Identifier' ? object.name : null
    const reason = (owner && members.get(`${owner}.${name}`)) ?? instance.get(name)
    const full = owner && members.has(`${owner}.${name}`) ? `${owner}.${name}` : name
    if (reason && !guarded(name, ancestors, source))
      findings.push({ kind: 'api', name: full, on: lastWord(object), at: node.start, reason })
  }
  ancestor(tree, {
    CallExpression: (node: CallExpression, _state: unknown, ancestors: Node[]) =>
      callee(node, node.callee as Expression, ancestors),
    NewExpression: (node: NewExpression, _state: unknown, ancestors: Node[]) => callee(node, node.callee, ancestors),
    Literal: (node: Node & { regex?: { pattern: string } }) => {
      if (node.regex && /\(\?<[=!]/.test(node.regex.pattern))
        findings.push({
          kind: 'syntax',
          name: `/${node.regex.pattern}/`,
          on: null,
          at: node.start,
          reason: 'lookbehind: safari since 16.4',
        })
    },
    StaticBlock: (node: Node) =>
      void findings.push({
        kind: 'syntax',
        name: 'static {}',
        on: null,
        at: node.start,
        reason: LATE_SYNTAX['StaticBlock'] ?? '',
      }),
  })
  return findings
}
