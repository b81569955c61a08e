import type { Xml } from '../opc/xml.ts'
import { elements } from '../opc/xml.ts'
import type { ElementPath } from './model.ts'

/** The paths of all elements of a part, found by the element. */
export class Paths {
  private readonly parents = new Map<Xml, { parent: Xml; index: number }>()
  private readonly root: Xml

  constructor(root: Xml) {
    this.root = root
    const walk = (node: Xml): void =>
      elements(node).forEach((child, index) => {
        this.parents.set(child, { parent: node, index })
        walk(child)
      })
    walk(root)
  }

  of(node: Xml): ElementPath {
    const steps: number[] = []
    for (let at = node; at !== this.root;) {
      const place = this.parents.get(at)
      if (!place) throw new Error('the element is not of this part')
      steps.unshift(place.index)
      at = place.parent
    }
    return steps
  }

  parent(node: Xml): Xml | undefined {
    return this.parents.get(node)?.parent
  }
}
