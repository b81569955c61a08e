/** The newest layout of lesson plans: a page that knows it can take part in writing one. */
export const LESSON_PLAN_LAYOUT = 1
