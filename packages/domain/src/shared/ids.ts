/** A string that was checked once and says what it names from then on. */
export type Id<Name extends string> = string & { readonly __id: Name }

export type UserId = Id<'user'>
export type OrgId = Id<'org'>
export type LessonPlanId = Id<'lessonPlan'>
export type RowId = Id<'row'>

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether a string has the form of a UUID, the form of every primary key. */
export const isUuid = (value: string): boolean => UUID.test(value)
