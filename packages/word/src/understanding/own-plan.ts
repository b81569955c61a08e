import type { DocJson } from '@gongyan/documents'
import { HEADER_FIELDS } from '@gongyan/domain'
import { commentedLike } from '../comments/marks.ts'
import { joinTexts } from '../reading/marks.ts'
import type { Block, ParagraphBlock, TableBlock } from '../reading/model.ts'
import { blockText, inlineText } from '../reading/model.ts'
import type { Converter } from './convert.ts'
import type { Vocabulary } from './vocabulary.ts'

const joined = (blocks: readonly Block[]): DocJson[] =>
  blocks
    .flatMap((block) => (block.kind === 'paragraph' ? [block.content] : []))
    .flatMap((content, index) => (index === 0 ? content : [{ type: 'hardBreak' }, ...content]))

/** The header table of our export, with whatever a teacher changed in it in Word. */
function readHeader(vocabulary: Vocabulary, table: TableBlock, converter: Converter): DocJson | null {
  const fields: DocJson[] = []
  for (const row of table.rows)
    for (let index = 0; index + 1 < row.cells.length; index += 2) {
      const label = blockText(row.cells[index]?.blocks ?? []).trim()
      const value = row.cells[index + 1]?.blocks ?? []
      const note = converter.note(
        value.flatMap((block) => (block.kind === 'paragraph' ? block.bookmarks : [])),
        'field',
      )
      const content = joined(value)
      if (!note && label === '' && content.length === 0) continue
      const key = typeof note?.['key'] === 'string' ? note['key'] : (vocabulary.header(label)?.key ?? `extra:${label}`)
      const usual = key in HEADER_FIELDS ? HEADER_FIELDS[key as keyof typeof HEADER_FIELDS] : key.replace(/^extra:/, '')
      fields.push({ type: 'headerField', attrs: { key, label: label === usual ? null : label }, content })
    }
  return fields.length > 0 ? { type: 'header', content: fields } : null
}

const plain = (block: ParagraphBlock): DocJson[] =>
  joinTexts(
    block.content.map((node) => commentedLike({ type: 'text', text: inlineText([node]).replaceAll('\n', ' ') }, node)),
  )

/** The document of a file that our export wrote: its styles and bookmarks say what everything is, edits in Word included. */
export function readOwnPlan(vocabulary: Vocabulary, blocks: readonly Block[], converter: Converter): DocJson[] {
  const out: DocJson[] = []
  let run: Block[] = []
  const flush = () => {
    out.push(...converter.nodes(run))
    run = []
  }
  for (const block of blocks) {
    if (block.kind === 'paragraph' && block.styleName === 'title') {
      flush()
      out.push({ type: 'title', content: plain(block) })
    } else if (block.kind === 'paragraph' && block.styleName === 'gyobjective') {
      flush()
      const literacy = converter.note(block.bookmarks, 'obj')?.['literacy']
      out.push({
        type: 'objective',
        attrs: {
          objectiveId: converter.id(block.bookmarks, 'obj'),
          literacy: typeof literacy === 'string' ? literacy : null,
        },
        content: block.content,
      })
    } else if (block.kind === 'paragraph' && block.outline !== null) {
      flush()
      const note = converter.note(block.bookmarks, 'heading')
      const section = note ? note['section'] : (vocabulary.section(inlineText(block.content))?.key ?? null)
      out.push({ type: 'heading', attrs: { level: Math.min(4, block.outline + 1), section }, content: block.content })
    } else if (block.kind === 'table' && block.styleName === 'gyheader') {
      flush()
      const header = readHeader(vocabulary, block, converter)
      if (header) out.push(header)
    } else run.push(block)
  }
  flush()
  return out
}
