/** What other features show of the plan's page. */
export { SavedTextDialog } from './saved-text/SavedTextDialog.tsx'
