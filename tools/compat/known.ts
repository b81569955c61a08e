import type { Finding } from './check.ts'

/** A use that is safe although the gate cannot see why. */
export interface Known {
  readonly name: string
  /** Where alone it is: a library by the folder its files come from, or one file of ours. */
  readonly within: string
  /** What alone it is called on, by its last word: `format` of `i18n.format.when(…)`. Asked for where it is more than one file of ours. */
  readonly on?: string
  readonly reason: string
}

const library = (name: string): string => `node_modules/${name}/`
const IN_LIVEKIT = library('livekit-client')

/**
 * Every exemption of what the web app ships, each for one name within one library, or on one thing of ours. The same name
 * anywhere else is a late call like any other.
 */
export const KNOWN: readonly Known[] = [
  { name: 'when', within: 'apps/web/src/', on: 'format', reason: 'our date formatter: i18n.format.when' },
  { name: 'fence', within: 'packages/word/src/math/', on: 'this', reason: 'our LaTeX parser: its own method' },
  { name: 'toArray', within: 'apps/web/src/editor/bookmark.ts', reason: 'Yjs: AbstractType.toArray' },
  { name: 'toArray', within: 'packages/documents/src/lesson-plan/doc-json.ts', reason: 'Yjs: AbstractType.toArray' },
  { name: 'take', within: 'apps/web/src/features/import/ItemLine.tsx', reason: 'our own verb: an item becomes a plan' },
  { name: 'take', within: 'apps/web/src/features/import/ItemHead.tsx', reason: 'our own verb: an item becomes a plan' },
  { name: 'take', within: 'apps/web/src/features/import/ItemPage.tsx', reason: 'our own verb: an item becomes a plan' },
  { name: 'take', within: 'apps/web/src/features/import/taking.ts', reason: 'our own verb: an item becomes a plan' },
  {
    name: 'take',
    within: 'apps/web/src/features/import/ImportPage.tsx',
    reason: 'our own: files that go into an import',
  },
  { name: 'drop', within: 'apps/web/src/features/import/OutgoingLine.tsx', reason: 'our own: a file is not sent' },
  { name: 'bytes', within: IN_LIVEKIT, reason: 'protobuf’s own reader and writer' },
  { name: 'handle', within: IN_LIVEKIT, reason: 'machina’s own method' },
  { name: 'dispose', within: IN_LIVEKIT, reason: 'own methods of machina and LiveKit' },
  {
    name: 'RTCRtpScriptTransform',
    within: IN_LIVEKIT,
    reason: 'end-to-end encryption, behind a question in another function; not used',
  },
  {
    name: 'createEncodedStreams',
    within: IN_LIVEKIT,
    reason: 'end-to-end encryption, behind a question in another function; not used',
  },
  {
    name: 'CompressionStream',
    within: IN_LIVEKIT,
    reason: 'asked for in another function before it joins; data streams are not used',
  },
  { name: 'DecompressionStream', within: IN_LIVEKIT, reason: 'compressed data streams; not used' },
  { name: 'setSinkId', within: IN_LIVEKIT, reason: 'asked for in another function' },
  { name: 'check', within: library('prosemirror-model'), reason: 'Node.check and Fragment.check, its own methods' },
  { name: 'check', within: library('@tiptap/core'), reason: 'ProseMirror: Node.check' },
  { name: 'check', within: library('lib0'), reason: 'its schemas’ own method' },
  { name: 'addElement', within: library('prosemirror-model'), reason: 'the DOM parser’s own method' },
  { name: 'sync', within: library('prosemirror-model'), reason: 'the DOM parser’s own method' },
  { name: 'command', within: library('@tiptap/core'), reason: 'chain().command, its own method' },
  { name: 'toArray', within: library('yjs'), reason: 'AbstractType.toArray, its own method' },
  { name: 'toArray', within: library('@tiptap/y-tiptap'), reason: 'Yjs: AbstractType.toArray' },
]

/** The exemption that covers a finding in a file (a path from the repository's root), or undefined: then it is a real one. */
export const exemptionOf = (
  finding: Pick<Finding, 'name' | 'on'>,
  file: string | null,
  known: readonly Known[] = KNOWN,
): Known | undefined =>
  known.find(
    ({ name, within, on }) =>
      file !== null &&
      finding.name === name &&
      (within.startsWith('node_modules/') ? file.includes(within) : file.startsWith(within)) &&
      (on === undefined || finding.on === on),
  )
