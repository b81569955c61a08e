/** A value that another version of us may have written: whatever it lacks, or has in another form, counts as nothing. */
type Loose = Readonly<Record<string, unknown>>

export const isLoose = (value: unknown): value is Loose => typeof value === 'object' && value !== null
export const looseList = (value: unknown): Loose[] => (Array.isArray(value) ? value.filter(isLoose) : [])
export const looseText = (value: unknown): string => (typeof value === 'string' ? value : '')
