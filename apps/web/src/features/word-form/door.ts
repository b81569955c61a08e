/** What other features show of the school's forms. */
export { ExportDialog } from './ExportDialog.tsx'
