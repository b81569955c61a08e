import type { Xml } from '../opc/xml.ts'
import { elements, find } from '../opc/xml.ts'

const SHOWS = ['w:t', 'w:txbxContent', 'a:blip', 'm:oMath', 'c:chart', 'dgm:relIds', 'v:imagedata', 'v:fill', 'w:sym']
const shows = (branch: Xml) => SHOWS.some((name) => find(branch, name))
const isKnown = (branch: Xml) => !(branch.attrs['Requires'] ?? '').split(' ').includes('?')

/**
 * The branch of `mc:AlternateContent` that counts: the first whose namespaces we read and that shows something, else the
 * fallback. What stands in a branch nobody here can read, without a fallback, is still better than nothing.
 */
export function chosenBranch(node: Xml): Xml | undefined {
  const branches = elements(node)
  const choices = branches.filter(({ name }) => name === 'mc:Choice')
  return (
    choices.find((branch) => isKnown(branch) && shows(branch)) ??
    branches.find(({ name }) => name === 'mc:Fallback') ??
    choices.find(shows)
  )
}
