/** A formula between LaTeX and OMML: what both can say. */
export type MathNode =
  /** One visible character, such as `x`, `7`, `±`, `π`. */
  | { kind: 'char'; text: string }
  /** Upright words. */
  | { kind: 'text'; text: string }
  | { kind: 'row'; items: MathNode[] }
  | { kind: 'fraction'; numerator: MathNode; denominator: MathNode; bar: boolean }
  | { kind: 'script'; base: MathNode; sub: MathNode | null; sup: MathNode | null }
  | { kind: 'root'; body: MathNode; degree: MathNode | null }
  | { kind: 'fence'; open: string; close: string; items: MathNode[] }
  /** ∑ ∏ ∫ with limits and what they act on. */
  | { kind: 'nary'; operator: string; sub: MathNode | null; sup: MathNode | null; body: MathNode | null }
  /** sin, lim … and what they act on. */
  | { kind: 'function'; name: string; sub: MathNode | null; body: MathNode | null }
  /** A mark above or below: `\bar`, `\vec`, `\overline` … */
  | { kind: 'accent'; command: string; body: MathNode }
  | { kind: 'matrix'; environment: string; rows: MathNode[][] }

export const row = (items: MathNode[]): MathNode => (items.length === 1 && items[0] ? items[0] : { kind: 'row', items })
export const itemsOf = (node: MathNode): MathNode[] => (node.kind === 'row' ? node.items : [node])
