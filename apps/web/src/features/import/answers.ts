import type { Api } from '@gongyan/contract/client'

type Good<K extends keyof Api> = Extract<Awaited<ReturnType<Api[K]>>, { ok: true }>['data']
export type Import = Good<'getImport'>
export type ImportSummary = Good<'listImports'>['items'][number]
export type ImportItem = Import['items'][number]
export type ItemState = ImportItem['state']
export type Preview = Good<'getImportItem'>
export type Corrections = Preview['corrections']
export type Doubt = Preview['doubts'][number]
export type WordingKind = Corrections['wordings'][number]['kind']

/** The state of a file where it is of a kind. */
export const stateOf = <K extends ItemState['kind']>(
  item: Pick<ImportItem, 'state'>,
  kind: K,
): Extract<ItemState, { kind: K }> | undefined =>
  item.state.kind === kind ? (item.state as Extract<ItemState, { kind: K }>) : undefined

/** The parameters of a file's own operations. */
export const paramsOf = (item: Pick<ImportItem, 'importId' | 'position'>) => ({
  importId: item.importId,
  position: String(item.position),
})

/** What makes a doubt the same after the file has been read again. */
export const doubtKey = ({ kind, words, key, table, column }: Doubt): string =>
  JSON.stringify([kind, words, key, table, column])
