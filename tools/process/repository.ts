import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root folder of this repository. */
export const REPOSITORY = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
