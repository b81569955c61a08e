/** What scrolls and holds no control is reached by Tab, so that the arrow keys can move it. */
export const SCROLLS = { tabindex: 0 } as const
