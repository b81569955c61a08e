import type { Deps } from '../../deps.ts'
import { deny } from '../../http/operation.ts'
import type { Handlers } from '../../http/operation.ts'

export function createWordHandlers(_deps: Pick<Deps, 'sql'>): Pick<Handlers, 'importLessonPlan' | 'exportLessonPlan'> {
  return {
    importLessonPlan: async () => deny('server/unavailable'),
    exportLessonPlan: async () => deny('server/unavailable'),
  }
}
