import * as Y from 'yjs'

/** A paragraph in y-prosemirror form. */
export function paragraphNode(text: string): Y.XmlElement {
  const paragraph = new Y.XmlElement('paragraph')
  const content = new Y.XmlText()
  content.insert(0, text)
  paragraph.insert(0, [content])
  return paragraph
}

/** The first update of a plan that holds only its title. */
export function createUpdate(title: string): Uint8Array {
  const doc = new Y.Doc()
  const node = new Y.XmlElement('title')
  const text = new Y.XmlText()
  text.insert(0, title)
  node.insert(0, [text])
  doc.getXmlFragment('body').insert(0, [node])
  return Y.encodeStateAsUpdate(doc)
}

/** Replaces the title, as typing in it does. */
export function retitle(doc: Y.Doc, title: string): void {
  const [node] = doc.getXmlFragment('body').toArray()
  if (!(node instanceof Y.XmlElement)) throw new Error('the plan has no title')
  const [text] = node.toArray()
  if (!(text instanceof Y.XmlText)) throw new Error('the title has no text')
  doc.transact(() => {
    text.delete(0, text.length)
    text.insert(0, title)
  })
}
