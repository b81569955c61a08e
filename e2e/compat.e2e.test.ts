import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkBundle } from '../tools/compat/check.ts'

const assets = join(import.meta.dirname, '../apps/web/dist/assets')

/** Uses that are safe although the gate cannot see why: name → reason. */
const KNOWN: Record<string, string> = {
  when: 'our own date formatter',
  bytes: 'protobuf’s own reader and writer',
  handle: 'machina’s own method',
  dispose: 'own methods of machina and LiveKit',
  RTCRtpScriptTransform: 'LiveKit’s end-to-end encryption, behind a question in another function; not used',
  createEncodedStreams: 'LiveKit’s end-to-end encryption, behind a question in another function; not used',
  CompressionStream: 'LiveKit asks for it in another function before it joins; data streams are not used',
  DecompressionStream: 'LiveKit’s compressed data streams; not used',
  setSinkId: 'LiveKit asks for it in another function',
  check: 'ProseMirror: Node.check and Fragment.check, its own methods',
  command: 'Tiptap: chain().command, its own method',
  fence: 'our LaTeX parser: its own method',
  addElement: 'ProseMirror: the DOM parser’s own method',
  sync: 'ProseMirror: the DOM parser’s own method',
  toArray: 'Yjs: AbstractType.toArray, its own method',
}

test('[BC4] nothing the web app ships is beyond Chrome 108 or Safari 16', () => {
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'))
  expect(scripts.length).toBeGreaterThan(3)
  const findings = scripts.flatMap((name) => {
    const source = readFileSync(join(assets, name), 'utf8')
    return checkBundle(source)
      .filter((finding) => !(finding.name in KNOWN))
      .map(
        (finding) =>
          `${name}: ${finding.name} (${finding.reason}) …${source.slice(Math.max(0, finding.at - 60), finding.at + 60)}…`,
      )
  })
  expect(findings).toEqual([])
})
