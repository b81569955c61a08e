/** LaTeX commands that stand for one character; the first command of a character is the one written. */
export const SYMBOLS: readonly (readonly [command: string, character: string])[] = [
  ['times', '×'], ['div', '÷'], ['pm', '±'], ['mp', '∓'], ['cdot', '⋅'], ['ast', '∗'], ['circ', '∘'], ['bullet', '∙'],
  ['leq', '≤'], ['le', '≤'], ['geq', '≥'], ['ge', '≥'], ['neq', '≠'], ['ne', '≠'], ['approx', '≈'], ['equiv', '≡'], ['sim', '∼'], ['cong', '≅'],
  ['propto', '∝'], ['ll', '≪'], ['gg', '≫'], ['infty', '∞'], ['partial', '∂'], ['nabla', '∇'], ['prime', '′'], ['degree', '°'],
  ['angle', '∠'], ['triangle', '△'], ['square', '□'], ['parallel', '∥'], ['perp', '⊥'], ['odot', '⊙'], ['oplus', '⊕'], ['otimes', '⊗'],
  ['therefore', '∴'], ['because', '∵'], ['forall', '∀'], ['exists', '∃'], ['neg', '¬'], ['land', '∧'], ['lor', '∨'],
  ['in', '∈'], ['notin', '∉'], ['ni', '∋'], ['subset', '⊂'], ['subseteq', '⊆'], ['supset', '⊃'], ['supseteq', '⊇'], ['cup', '∪'], ['cap', '∩'], ['emptyset', '∅'],
  ['to', '→'], ['rightarrow', '→'], ['leftarrow', '←'], ['leftrightarrow', '↔'], ['Rightarrow', '⇒'], ['Leftarrow', '⇐'], ['Leftrightarrow', '⇔'],
  ['uparrow', '↑'], ['downarrow', '↓'], ['rightleftharpoons', '⇌'],
  ['ldots', '…'], ['dots', '…'], ['cdots', '⋯'], ['vdots', '⋮'], ['ddots', '⋱'], ['star', '⋆'],
  ['alpha', 'α'], ['beta', 'β'], ['gamma', 'γ'], ['delta', 'δ'], ['varepsilon', 'ε'], ['epsilon', 'ϵ'], ['zeta', 'ζ'], ['eta', 'η'], ['theta', 'θ'],
  ['iota', 'ι'], ['kappa', 'κ'], ['lambda', 'λ'], ['mu', 'μ'], ['nu', 'ν'], ['xi', 'ξ'], ['pi', 'π'], ['rho', 'ρ'], ['sigma', 'σ'], ['tau', 'τ'],
  ['upsilon', 'υ'], ['varphi', 'φ'], ['phi', 'ϕ'], ['chi', 'χ'], ['psi', 'ψ'], ['omega', 'ω'],
  ['Gamma', 'Γ'], ['Delta', 'Δ'], ['Theta', 'Θ'], ['Lambda', 'Λ'], ['Xi', 'Ξ'], ['Pi', 'Π'], ['Sigma', 'Σ'], ['Phi', 'Φ'], ['Psi', 'Ψ'], ['Omega', 'Ω'],
  ['quad', '\u2003'], ['qquad', '\u2003\u2003'], [',', '\u2009'], [':', '\u2005'], [';', '\u2004'], [' ', ' '],
  ['%', '%'], ['#', '#'], ['&', '&'], ['$', '$'], ['_', '_'], ['{', '{'], ['}', '}'], ['backslash', '\\'], ['lbrace', '{'], ['rbrace', '}'],
  ['langle', '⟨'], ['rangle', '⟩'], ['lfloor', '⌊'], ['rfloor', '⌋'], ['lceil', '⌈'], ['rceil', '⌉'], ['mid', '∣'], ['|', '‖'],
]
export const CHARACTER_OF: ReadonlyMap<string, string> = new Map(SYMBOLS)
export const COMMAND_OF: ReadonlyMap<string, string> = new Map([...SYMBOLS].reverse().map(([command, character]) => [character, command]))

export const NARY: Readonly<Record<string, string>> = { sum: '∑', prod: '∏', int: '∫', iint: '∬', oint: '∮', bigcup: '⋃', bigcap: '⋂' }
export const FUNCTIONS: ReadonlySet<string> = new Set(['sin', 'cos', 'tan', 'cot', 'sec', 'csc', 'arcsin', 'arccos', 'arctan', 'log', 'ln', 'lg', 'exp', 'lim', 'max', 'min', 'gcd', 'det'])
/** Command → OMML: a combining character of `m:acc`, or a bar, or a brace (`m:groupChr`). */
export const ACCENTS: Readonly<Record<string, { element: 'acc' | 'bar' | 'groupChr'; character: string; position: 'top' | 'bot' }>> = {
  hat: { element: 'acc', character: '\u0302', position: 'top' },
  widehat: { element: 'acc', character: '\u0302', position: 'top' },
  bar: { element: 'acc', character: '\u0305', position: 'top' },
  vec: { element: 'acc', character: '\u20d7', position: 'top' },
  dot: { element: 'acc', character: '\u0307', position: 'top' },
  ddot: { element: 'acc', character: '\u0308', position: 'top' },
  tilde: { element: 'acc', character: '\u0303', position: 'top' },
  overline: { element: 'bar', character: '', position: 'top' },
  underline: { element: 'bar', character: '', position: 'bot' },
  overbrace: { element: 'groupChr', character: '\u23de', position: 'top' },
  underbrace: { element: 'groupChr', character: '\u23df', position: 'bot' },
}
