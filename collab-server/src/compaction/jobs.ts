import type { SealRule } from '@gongyan/db/collab'
import type { Activity, ActivityAsked } from '../history/activity.ts'
import type { Moment, StateAt } from '../history/answers.ts'
import type { Authorship } from '../history/authorship.ts'
import type { Change } from '../history/changes.ts'

interface Asked {
  readonly name: string
  readonly moment: Moment
}

/** What the worker is asked, by kind: plain data both ways. */
export interface Jobs {
  /** Keeps the state of a document as it is committed when the worker looks. */
  snapshot: {
    readonly question: { readonly name: string }
    readonly answer:
      | { readonly kind: 'kept'; readonly seq: bigint; readonly bytes: number; readonly rawSize: number }
      | { readonly kind: 'gone' | 'gap' | 'differs' }
  }
  /** Packs old updates of the next document, by name, that has some. */
  seal: {
    readonly question: { readonly rule: SealRule; readonly afterName: string }
    readonly answer:
      | { readonly kind: 'sealed'; readonly name: string; readonly rows: number }
      | { readonly kind: 'failed'; readonly name: string; readonly fault: string }
      | { readonly kind: 'none' }
  }
  activity: {
    readonly question: { readonly name: string; readonly asked: ActivityAsked }
    readonly answer: Activity | null
  }
  stateAt: { readonly question: Asked; readonly answer: StateAt | null }
  authorship: { readonly question: Asked; readonly answer: Authorship | null }
  changes: {
    readonly question: { readonly name: string; readonly from: Moment; readonly to: Moment }
    readonly answer: readonly Change[] | null
  }
}
