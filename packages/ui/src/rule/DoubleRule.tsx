import './rule.css'

/** 文武线, the thick and thin rule under a paper's title; once per paper. */
export const DoubleRule = (props: { thin?: boolean | undefined; class?: string | undefined }) => (
  <div class={`ui-double-rule ${props.thin ? 'thin' : ''} ${props.class ?? ''}`} aria-hidden="true" />
)
