import { sessionEndpoints } from './session.ts'
import { installationEndpoints } from './installation.ts'
import { homeEndpoints } from './home.ts'
import { orgEndpoints } from './org.ts'
import { lessonPlanEndpoints } from './lesson-plan.ts'
import { wordEndpoints } from './word.ts'
import { importEndpoints } from './import.ts'
import { formEndpoints } from './form.ts'
import { printEndpoints } from './print.ts'
import { memberEndpoints } from './member.ts'
import { fileEndpoints } from './file.ts'
import { collabEndpoints } from './collab.ts'
import { mediaEndpoints } from './media.ts'
import { lessonClockEndpoints } from './lesson-clock.ts'
import { auditEndpoints } from './audit.ts'

export { DOCX } from './parts.ts'

/** All operations below /api/v1, by operationId. */
export const ENDPOINTS = {
  ...sessionEndpoints,
  ...installationEndpoints,
  ...homeEndpoints,
  ...orgEndpoints,
  ...lessonPlanEndpoints,
  ...wordEndpoints,
  ...importEndpoints,
  ...formEndpoints,
  ...printEndpoints,
  ...memberEndpoints,
  ...fileEndpoints,
  ...collabEndpoints,
  ...mediaEndpoints,
  ...lessonClockEndpoints,
  ...auditEndpoints,
} as const

export type OperationId = keyof typeof ENDPOINTS
