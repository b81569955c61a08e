/** What features may use of the shell. */
export { AccountMenu } from './account/AccountMenu.tsx'
export { createAnswer, type Answer } from './answer.ts'
export { Brand } from './Brand.tsx'
export { createPart, whenIdle } from './part.tsx'
export { NARROW, preparedPage, takePreparedPlan } from './prepared.ts'
export { createMediaQuery } from './media-query.ts'
export { problemText, type AnyProblem } from './problem-text.ts'
export { ProblemNotice } from './ProblemNotice.tsx'
export { fileNameOf, saveFile } from './save-file.ts'
export {
  useAnnounce,
  useApi,
  useI18n,
  usePageTitle,
  useServices,
  useSession,
  useToaster,
  type Services,
} from './services.tsx'
export type { Session, SessionState } from './session.ts'
export type { Preferences } from './preferences.ts'
export type { Reachability } from './reachability.ts'
