import * as Y from 'yjs'

/** Where something stands, now or when it was there. */
export interface Place {
  /** The node of the lesson plan, such as `paragraph`. */
  readonly node: string
  /** The table row it stands in. */
  readonly rowId: string | null
}

export type Step =
  /** A node, before what is in it. */
  | { readonly kind: 'node'; readonly item: Y.Item; readonly type: Y.XmlElement; readonly place: Place }
  /** A run of text begins; `text` and `mark` steps of it follow. */
  | { readonly kind: 'run' }
  | { readonly kind: 'text'; readonly item: Y.Item; readonly text: string; readonly place: Place }
  | { readonly kind: 'mark'; readonly item: Y.Item; readonly key: string; readonly value: unknown }

/** Everything that is or was in a body, in the order of the document; for one whose deleted text is still there. */
export function* walk(body: Y.XmlFragment): Generator<Step> {
  yield* walkChildren(body, { node: 'doc', rowId: null })
}

function* walkChildren(type: { readonly _start: Y.Item | null }, place: Place): Generator<Step> {
  for (let item = type._start; item !== null; item = item.right) {
    const { content } = item
    if (content instanceof Y.ContentString) yield { kind: 'text', item, text: content.str, place }
    else if (content instanceof Y.ContentFormat) yield { kind: 'mark', item, key: content.key, value: content.value }
    else if (content instanceof Y.ContentType) yield* walkType(item, content.type, place)
  }
}

function* walkType(item: Y.Item, type: unknown, place: Place): Generator<Step> {
  if (type instanceof Y.XmlText) {
    yield { kind: 'run' }
    yield* walkChildren(type, place)
  } else if (type instanceof Y.XmlElement) {
    const inside = {
      node: type.nodeName,
      rowId: type.nodeName === 'tableRow' ? lastRowId(type) : place.rowId,
    }
    yield { kind: 'node', item, type, place: inside }
    yield* walkChildren(type, inside)
  }
}

/** Of a row that is gone the id is gone too, but was there. */
function lastRowId(row: Y.XmlElement): string | null {
  const value: unknown = row._map.get('rowId')?.content.getContent().at(-1)
  return typeof value === 'string' ? value : null
}
