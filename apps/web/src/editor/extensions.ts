import { lessonPlanSchema } from '@gongyan/documents'
import { Mark, Node } from '@tiptap/core'
import type { Extensions } from '@tiptap/core'
import type { MarkSpec, NodeSpec } from '@tiptap/pm/model'

/** Attributes that a new paragraph inherits when one is split; identities and beginnings of sections stay with the first half. */
const KEPT_ON_SPLIT = new Set(['align', 'indent', 'level', 'start', 'format', 'colwidth'])

type AttributeSpecs = NonNullable<NodeSpec['attrs']>
const attributesOf = (specs: AttributeSpecs | undefined) =>
  Object.fromEntries(
    Object.entries(specs ?? {}).map(([name, spec]) => [
      name,
      {
        ...('default' in spec ? { default: spec.default } : { isRequired: true }),
        keepOnSplit: KEPT_ON_SPLIT.has(name),
        rendered: false,
      },
    ]),
  )

/** Fields that Tiptap sets itself; everything else of a spec, parse and print rules too, goes through as it is. */
const NODE_FIELDS = [
  'content',
  'marks',
  'group',
  'inline',
  'atom',
  'selectable',
  'draggable',
  'code',
  'whitespace',
  'defining',
  'isolating',
] as const
const MARK_FIELDS = ['inclusive', 'excludes', 'group', 'spanning', 'code'] as const

const pick = (spec: object, fields: readonly string[]) =>
  Object.fromEntries(Object.entries(spec).filter(([name]) => fields.includes(name)))
const rest = (spec: object, fields: readonly string[]) =>
  Object.fromEntries(Object.entries(spec).filter(([name]) => name !== 'attrs' && !fields.includes(name)))

function nodeExtension(name: string, spec: NodeSpec) {
  return Node.create({
    name,
    topNode: name === 'doc',
    ...pick(spec, NODE_FIELDS),
    addAttributes: () => attributesOf(spec.attrs),
    extendNodeSchema: (extension: { name: string }) => (extension.name === name ? rest(spec, NODE_FIELDS) : {}),
  })
}

function markExtension(name: string, spec: MarkSpec) {
  return Mark.create({
    name,
    ...pick(spec, MARK_FIELDS),
    addAttributes: () => attributesOf(spec.attrs),
    extendMarkSchema: (extension: { name: string }) => (extension.name === name ? rest(spec, MARK_FIELDS) : {}),
  })
}

/** Tiptap's nodes and marks made from the one lesson-plan schema, in its order, so that browser and server cannot differ. */
export function schemaExtensions(): Extensions {
  const extensions: Extensions = []
  lessonPlanSchema.spec.nodes.forEach((name, spec) => extensions.push(nodeExtension(name, spec)))
  lessonPlanSchema.spec.marks.forEach((name, spec) => extensions.push(markExtension(name, spec)))
  return extensions
}
