import { resolve } from 'node:path'
import type { Import, ImportItem, ImportPreview } from '@gongyan/contract'
import { ENDPOINTS } from '@gongyan/contract'
import type { OperationId } from '@gongyan/contract'
import { afterAll, beforeAll, expect } from 'vitest'
import { aForm, makeHarness } from './harness.ts'
import type { CallOptions, Harness, Person, Place } from './harness.ts'

export const SAMPLES = resolve(import.meta.dirname, '../../../packages/word/fixtures/samples')

export const codeOf = async (response: Response): Promise<string> => ((await response.json()) as { code: string }).code
export const plansOf = (item: ImportItem | undefined) =>
  item?.state.kind === 'taken' || item?.state.kind === 'undone' ? item.state.plans : []

/**
 * A school whose people bring Word files in, on a server with small limits; one for all tests of a file, which calls this
 * once. What asks without `as` asks as the owner.
 */
export function useImports() {
  let server: Harness
  let school: Place
  let owner: Person
  let colleague: Person

  beforeAll(async () => {
    server = await makeHarness({
      LIMIT_REQUESTS_PER_MINUTE: '1000000',
      LIMIT_UPLOAD_BYTES: '3000000',
      LIMIT_IMPORTS_PER_PERSON: '40',
      LIMIT_IMPORT_FILES: '50',
      LIMIT_IMPORT_BYTES: '8000000',
      LIMIT_IMPORT_BYTES_PER_PERSON: '20000000',
      LIMIT_IMPORTS_KEPT_PER_PERSON: '60',
      LIMIT_WORDINGS_PER_UNIT: '5',
    })
    const county = await server.aPlace('县')
    school = await server.aPlace('清河小学', county)
    owner = await server.aPerson(school, 'teacher', { subject: '语文', stage: '小学' })
    colleague = await server.aPerson(school, 'teacher')
  })
  afterAll(() => server?.close())

  const ask = async <T>(operationId: OperationId, options: CallOptions): Promise<T> => {
    const response = await server.call(operationId, { as: owner, ...options })
    expect([response.status, operationId, response.ok ? '' : await response.clone().text()]).toEqual([
      ENDPOINTS[operationId].status,
      operationId,
      '',
    ])
    return (response.status === 204 ? undefined : await response.json()) as T
  }
  const begin = async (as: Person = owner): Promise<string> => (await ask<Import>('createImport', { as })).id
  const send = async (importId: string, name: string, bytes: Uint8Array, options: CallOptions = {}) =>
    (
      await ask<{ items: ImportItem[]; ignored: number }>('uploadImportFile', {
        params: { importId },
        form: aForm(name, bytes),
        ...options,
      })
    ).items
  const look = (importId: string, as: Person = owner) => ask<Import>('getImport', { as, params: { importId } })
  /** The import once nothing in it waits for us. */
  async function read(importId: string, as: Person = owner): Promise<Import> {
    return expect
      .poll(
        async () => {
          const now = await look(importId, as)
          return now.counts.waiting + now.counts.reading === 0 ? now : null
        },
        { timeout: 60_000, interval: 50 },
      )
      .not.toBeNull()
      .then(() => look(importId, as))
  }
  const preview = (importId: string, position: number) =>
    ask<ImportPreview>('getImportItem', { params: { importId, position: String(position) } })
  const take = (importId: string, position: number) =>
    ask<ImportItem>('takeImportItem', { params: { importId, position: String(position) } })

  return {
    get server() {
      return server
    },
    get school() {
      return school
    },
    get owner() {
      return owner
    },
    get colleague() {
      return colleague
    },
    ask,
    begin,
    send,
    look,
    read,
    preview,
    take,
  }
}
