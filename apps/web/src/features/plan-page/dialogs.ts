/** Everything on this page that opens in front of it. */
export type PlanDialog =
  | { readonly kind: 'members' }
  | { readonly kind: 'formula'; readonly latex: string; readonly isDisplay: boolean; readonly pos: number | null }
  | { readonly kind: 'link'; readonly href: string | null }
  | { readonly kind: 'moveRow'; readonly rowId: string }
  | { readonly kind: 'rowObjectives'; readonly rowId: string }
  | { readonly kind: 'period' }
  | { readonly kind: 'forms' }
  | { readonly kind: 'delete' }
