import type { DocJson } from '@gongyan/documents/read'
import { createMemo, createSignal, onCleanup } from 'solid-js'
import type { Accessor } from 'solid-js'
import type { PlanSession } from '../../collab/index.ts'
import type { PlanEditor } from '../../editor/create-editor.ts'
import type { Outline } from '@gongyan/documents/outline'
import { outlineOf } from '@gongyan/documents/outline'

/** How long the page waits after a key before it reads the whole document again, ms. */
const READ_MS = 180

/** The plan on this page: its document as text, its shared session once that is there, its editor once that is. */
export interface PlanModel {
  readonly doc: Accessor<DocJson>
  readonly outline: Accessor<Outline>
  readonly session: Accessor<PlanSession | null>
  readonly editor: Accessor<PlanEditor | null>
  /** Steps with every change of document or selection in the editor. */
  readonly tick: Accessor<number>
  /** The row the caret is in. */
  readonly rowId: Accessor<string | null>
  /** The section the caret is in, or the one at the top of the window. */
  readonly section: Accessor<string | null>
  readonly folded: Accessor<ReadonlySet<string>>
  setSession(session: PlanSession | null): void
  setEditor(editor: PlanEditor | null): void
  setRowId(rowId: string | null): void
  setSection(section: string | null): void
  setFolded(folded: ReadonlySet<string>): void
  /** The document has changed; `read` gives it when there is time. */
  docChanged(read: () => DocJson): void
  /** Reads a change that still waits to be read: what counts on from the page's picture of the plan asks for it first. */
  catchUp(): void
  moved(): void
}

export function createPlanModel(first: DocJson): PlanModel {
  const [doc, setDoc] = createSignal<DocJson>(first)
  const [session, setSession] = createSignal<PlanSession | null>(null)
  const [editor, setEditor] = createSignal<PlanEditor | null>(null)
  const [tick, setTick] = createSignal(0)
  const [rowId, setRowId] = createSignal<string | null>(null)
  const [section, setSection] = createSignal<string | null>(null)
  const [folded, setFolded] = createSignal<ReadonlySet<string>>(new Set())
  const outline = createMemo(() => outlineOf(doc()))
  let timer: ReturnType<typeof setTimeout> | undefined
  let unread: (() => DocJson) | null = null
  const catchUp = (): void => {
    clearTimeout(timer)
    const read = unread
    unread = null
    if (read) setDoc(read())
  }
  onCleanup(() => clearTimeout(timer))
  return {
    doc,
    outline,
    session,
    editor,
    tick,
    rowId,
    section,
    folded,
    setSession,
    setEditor,
    setRowId,
    setSection,
    setFolded,
    docChanged: (read) => {
      clearTimeout(timer)
      unread = read
      timer = setTimeout(catchUp, READ_MS)
    },
    catchUp,
    moved: () => setTick((count) => count + 1),
  }
}
