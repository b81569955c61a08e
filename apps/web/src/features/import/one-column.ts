/** Below this there is room for one column of an import, beside it for a second. */
export const ONE_COLUMN = '(max-width: 60em)'
