import { isServerWord, serverWord } from '@gongyan/i18n/server'
import type { ServerWordKey } from '@gongyan/i18n/server'

type FieldKey = Extract<ServerWordKey, `server.field.${string}`>
const isFieldKey = (key: string): key is FieldKey => key.startsWith('server.field.') && isServerWord(key)

/** What a field is called, by the end of its JSON path. */
export function fieldName(path: readonly PropertyKey[]): string {
  const key = `server.field.${String(path.at(-1) ?? '')}`
  return serverWord(isFieldKey(key) ? key : 'server.field.other')
}

export { serverWord }
