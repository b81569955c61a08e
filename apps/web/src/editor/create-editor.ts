import { BODY } from '@gongyan/documents'
import { Editor, Extension } from '@tiptap/core'
import { dropCursor } from '@tiptap/pm/dropcursor'
import { gapCursor } from '@tiptap/pm/gapcursor'
import type { Node } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { tableEditing } from '@tiptap/pm/tables'
import type { EditorView } from '@tiptap/pm/view'
import { ySyncPlugin } from '@tiptap/y-tiptap'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { createActions } from './actions.ts'
import type { PlanActions } from './actions.ts'
import { schemaExtensions } from './extensions.ts'
import { FormulaView } from './formula-view.ts'
import { createUndoManager, historyPlugins, ownSteps } from './history.ts'
import { keepSelection } from './keep-selection.ts'
import { keepWhole } from './keep-whole.ts'
import { keys } from './keys.ts'
import type { KeyOptions } from './keys.ts'
import { paper } from './paper.ts'
import type { PaperOptions } from './paper.ts'
import { paste } from './paste.ts'
import { presence } from './presence.ts'

/** After a composition ends the browser and ProseMirror still exchange its last characters; until then others' changes wait, ms. */
const COMPOSED_MS = 80

export interface PlanEditorOptions {
  readonly element: HTMLElement
  readonly ydoc: Y.Doc
  readonly awareness: Awareness
  readonly isEditable: boolean
  /** Names the editing surface for screen readers. */
  readonly label: string
  readonly paper: PaperOptions
  readonly keys: KeyOptions
  readonly onPictures: (view: EditorView, files: readonly File[], pos: number) => void
  readonly onEditFormula: (pos: number, node: Node) => void
  /** After every change of document or selection. */
  readonly onChange: (view: EditorView, docChanged: boolean) => void
  /** Changes of others are held back while this is true. */
  readonly onComposing: (isComposing: boolean) => void
}

export interface PlanEditor {
  readonly view: EditorView
  readonly undoManager: Y.UndoManager
  readonly actions: PlanActions
  setEditable(isEditable: boolean): void
  destroy(): void
}

/** Whether this machine is the one to repair: the lowest client id among everyone present. */
const isFirst = (awareness: Awareness): boolean =>
  Math.min(...awareness.getStates().keys(), awareness.clientID) === awareness.clientID

/** prosemirror-tables without its own repair, which grows a table for ever when two machines make it at once (see `keepWhole`). */
function tables(): Plugin {
  const { appendTransaction: _repair, ...spec } = tableEditing().spec
  return new Plugin(spec)
}

/** The editor of a whole plan on its Y.Doc. */
export function createPlanEditor(options: PlanEditorOptions): PlanEditor {
  const { ydoc, awareness } = options
  const fragment = ydoc.getXmlFragment(BODY)
  const undoManager = createUndoManager(fragment)
  const steps = ownSteps(undoManager)
  let isComposing = false
  let isPressed = false
  let composedTimer: ReturnType<typeof setTimeout> | undefined

  const behaviour = Extension.create({
    name: 'plan',
    priority: 1000,
    addProseMirrorPlugins() {
      return [
        steps.before,
        ySyncPlugin(fragment) as Plugin,
        steps.after,
        keepSelection(),
        ...historyPlugins(undoManager),
        keepWhole({ isFirstInLine: () => isFirst(awareness) }),
        ...keys(this.editor.schema, { ...options.keys, onEditFormula: options.onEditFormula }),
        paste({ onPictures: options.onPictures }),
        tables(),
        paper(options.paper),
        presence(awareness),
        dropCursor({ color: 'var(--color-action)', width: 2 }),
        gapCursor(),
      ]
    },
  })

  const editor = new Editor({
    element: options.element,
    extensions: [...schemaExtensions(), behaviour],
    editable: options.isEditable,
    injectCSS: false,
    enableInputRules: false,
    enablePasteRules: false,
    enableCoreExtensions: {
      keymap: false,
      delete: false,
      drop: false,
      paste: false,
      textDirection: false,
      clipboardTextSerializer: false,
    },
    editorProps: {
      attributes: {
        class: 'plan-doc',
        'aria-label': options.label,
        'aria-multiline': 'true',
        role: 'textbox',
        lang: 'zh-CN',
        spellcheck: 'false',
      },
      nodeViews: { formula: (node, view, getPos) => new FormulaView(node, view, getPos, options.onEditFormula) },
      handleDOMEvents: {
        mousedown: () => {
          isPressed = true
          setTimeout(() => {
            isPressed = false
          }, 0)
          return false
        },
        // A browser that gives the text the keyboard puts the caret where it likes, even into a part that is folded away, or
        // leaves it outside after a dialog in front; it belongs where it was. A press chooses its own place.
        focus: (view) => {
          if (!isPressed) view.focus()
          return false
        },
        compositionstart: () => {
          clearTimeout(composedTimer)
          if (!isComposing) {
            isComposing = true
            options.onComposing(true)
          }
          return false
        },
        compositionend: () => {
          clearTimeout(composedTimer)
          composedTimer = setTimeout(composed, COMPOSED_MS)
          return false
        },
      },
    },
    onTransaction: ({ editor: changed, transaction }) => options.onChange(changed.view, transaction.docChanged),
  })
  // Some input methods never end their composition when the field loses focus or the text is taken away.
  const composed = () => {
    if (editor.view.composing) {
      composedTimer = setTimeout(composed, COMPOSED_MS)
      return
    }
    isComposing = false
    options.onComposing(false)
  }
  const onBlur = () => {
    if (isComposing) {
      clearTimeout(composedTimer)
      composedTimer = setTimeout(composed, COMPOSED_MS)
    }
  }
  editor.view.dom.addEventListener('blur', onBlur)

  return {
    view: editor.view,
    undoManager,
    actions: createActions(editor.view, undoManager, awareness),
    setEditable: (isEditable) => editor.setEditable(isEditable, false),
    destroy: () => {
      clearTimeout(composedTimer)
      if (isComposing) options.onComposing(false)
      editor.view.dom.removeEventListener('blur', onBlur)
      editor.destroy()
      undoManager.destroy()
    },
  }
}
