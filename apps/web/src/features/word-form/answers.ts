import type { Api } from '@gongyan/contract/client'

type Good<K extends keyof Api> = Extract<Awaited<ReturnType<Api[K]>>, { ok: true }>['data']
export type LeftPart = Good<'listLeftParts'>['items'][number]
export type FormSummary = Good<'listForms'>['items'][number]
export type Form = Good<'getForm'>
export type Change = Parameters<Api['updateForm']>[0]['body']
export type Choice = NonNullable<Change['choices']>[number]
