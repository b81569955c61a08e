/** The lesson plan's page: editor, members, history, import result. */
export const plan = {} as const
