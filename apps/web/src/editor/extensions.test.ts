import { lessonPlanSchema } from '@gongyan/documents'
import { getSchema } from '@tiptap/core'
import type { Schema } from '@tiptap/pm/model'
import { describe, expect, test } from 'vitest'
import { schemaExtensions } from './extensions.ts'

const describeSchema = (schema: Schema) => ({
  top: schema.topNodeType.name,
  nodes: Object.fromEntries(
    Object.entries(schema.nodes).map(([name, type]) => {
      const { attrs, parseDOM, toDOM, leafText, ...plain } = type.spec
      return [
        name,
        {
          ...plain,
          leafText,
          toDOM,
          attrs: Object.fromEntries(
            Object.entries(attrs ?? {}).map(([key, spec]) => [key, 'default' in spec ? [spec.default] : []]),
          ),
          parseDOM,
          match: type.spec.content ?? '',
          marks: type.markSet?.map((mark) => mark.name) ?? null,
        },
      ]
    }),
  ),
  marks: Object.fromEntries(
    Object.entries(schema.marks).map(([name, type]) => {
      const { attrs, parseDOM, toDOM, ...plain } = type.spec
      return [name, { ...plain, toDOM, parseDOM, attrs: Object.keys(attrs ?? {}) }]
    }),
  ),
  order: [Object.keys(schema.nodes), Object.keys(schema.marks)],
})

describe('[ED1] browser and server have one schema', () => {
  const ours = getSchema(schemaExtensions())
  test('the same nodes and marks with the same rules in the same order', () => {
    expect(describeSchema(ours)).toEqual(describeSchema(lessonPlanSchema))
  })
  test('a document of one is a document of the other', () => {
    const json = {
      type: 'doc',
      content: [
        { type: 'title', content: [{ type: 'text', text: '平行四边形的面积' }] },
        {
          type: 'header',
          content: [
            { type: 'headerField', attrs: { key: 'subject', label: null }, content: [{ type: 'text', text: '数学' }] },
          ],
        },
        {
          type: 'table',
          attrs: { kind: 'process', period: null },
          content: [
            {
              type: 'tableRow',
              attrs: { rowId: 'a', objectives: ['x'] },
              content: [
                {
                  type: 'tableHeader',
                  attrs: { colspan: 1, rowspan: 1, colwidth: null, field: 'phase' },
                  content: [{ type: 'paragraph', attrs: { section: null, align: null, indent: null } }],
                },
              ],
            },
          ],
        },
      ],
    }
    expect(ours.nodeFromJSON(json).toJSON()).toEqual(lessonPlanSchema.nodeFromJSON(json).toJSON())
  })
})
