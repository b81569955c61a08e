/** The door for the server: its own sentences, which no page carries. */
import { fill } from './dictionary.ts'
import type { HoleArguments } from './dictionary.ts'
import { server } from './zh-CN/server.ts'

type ServerWords = typeof server
export type ServerWordKey = keyof ServerWords

/** A sentence of the server with its holes filled; a missing value does not compile. */
export const serverWord = <K extends ServerWordKey>(key: K, ...[holes]: HoleArguments<ServerWords[K]>): string =>
  holes === undefined ? server[key] : fill(server[key], holes, 'zh-CN')

/** Whether the server has a sentence of this name. */
export const isServerWord = (key: string): key is ServerWordKey => Object.hasOwn(server, key)
