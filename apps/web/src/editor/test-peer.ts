import { BODY, lessonPlanSchema } from '@gongyan/documents'
import type { DocJson } from '@gongyan/documents'
import { EditorState } from '@tiptap/pm/state'
import type { Plugin, PluginView, Transaction } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { ySyncPlugin } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { createUndoManager, historyPlugins } from './history.ts'
import { keepSelection } from './keep-selection.ts'
import { keepWhole } from './keep-whole.ts'

/** A cell of a table with one paragraph. */
export const cell = (type: string, text: string, attrs = {}): DocJson => ({
  type,
  attrs,
  content: [{ type: 'paragraph', ...(text ? { content: [{ type: 'text', text }] } : {}) }],
})
/** A plan with a title, one objective and a 教学过程 of three rows, the first two tied by a merged cell. */
export const PLAN: DocJson = {
  type: 'doc',
  content: [
    { type: 'title', content: [{ type: 'text', text: '平行四边形的面积' }] },
    { type: 'heading', attrs: { level: 2, section: 'objectives' }, content: [{ type: 'text', text: '教学目标' }] },
    { type: 'objective', attrs: { objectiveId: 'objective-one' }, content: [{ type: 'text', text: '会算面积' }] },
    {
      type: 'table',
      attrs: { kind: 'process' },
      content: [
        {
          type: 'tableRow',
          attrs: { rowId: 'head' },
          content: [
            cell('tableHeader', '环节', { field: 'phase' }),
            cell('tableHeader', '时间', { field: 'minutes' }),
            cell('tableHeader', '教师活动', { field: 'teacher' }),
          ],
        },
        {
          type: 'tableRow',
          attrs: { rowId: 'row-1' },
          content: [
            cell('tableCell', '引入', { rowspan: 2 }),
            cell('tableCell', '5分钟'),
            cell('tableCell', '出示两块菜地'),
          ],
        },
        {
          type: 'tableRow',
          attrs: { rowId: 'row-2' },
          content: [cell('tableCell', '约10分钟'), cell('tableCell', '剪一剪')],
        },
        {
          type: 'tableRow',
          attrs: { rowId: 'row-3' },
          content: [cell('tableCell', '小结'), cell('tableCell', '3'), cell('tableCell', '')],
        },
      ],
    },
  ],
}

/** An editor without a screen, for tests: the state, the plugins and their views, as EditorView drives them. */
export class Peer {
  readonly ydoc = new Y.Doc()
  readonly out: Uint8Array[] = []
  readonly undo: Y.UndoManager
  private readonly timers: (() => void)[] = []
  private readonly views: PluginView[] = []
  readonly view: EditorView
  constructor(seed: Uint8Array) {
    Y.applyUpdate(this.ydoc, seed)
    this.ydoc.on('update', (update: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
      if (transaction.local) this.out.push(update)
    })
    const fragment = this.ydoc.getXmlFragment(BODY)
    this.undo = createUndoManager(fragment, 0)
    const plugins: Plugin[] = [
      ySyncPlugin(fragment),
      keepSelection(),
      ...historyPlugins(this.undo),
      keepWhole({ isFirstInLine: () => true, setTimer: (run) => this.timers.push(run) }),
    ]
    const views = this.views
    const view = {
      state: EditorState.create({ schema: lessonPlanSchema, plugins }),
      composing: false,
      editable: true,
      hasFocus: () => false,
      dispatch(transaction: Transaction) {
        const before = this.state
        this.state = before.apply(transaction)
        for (const one of views) one.update?.(this as unknown as EditorView, before)
      },
    }
    this.view = view as unknown as EditorView
    for (const plugin of plugins) {
      const made = plugin.spec.view?.(this.view)
      if (made) views.push(made)
    }
  }
  get state() {
    return this.view.state
  }
  readonly dispatch = (transaction: Transaction) => this.view.dispatch(transaction)
  receive(update: Uint8Array) {
    Y.applyUpdate(this.ydoc, update, 'remote')
  }
  runTimers() {
    for (const run of this.timers.splice(0)) run()
  }
}
