import './icon.css'
import { createMemo } from 'solid-js'
import { FILLED, OUTLINE } from './paths.ts'

export type IconName = keyof typeof OUTLINE | keyof typeof FILLED

const SPRITE_ID = 'icon-sprite'

/** Puts the icon's symbol into the page's one sprite, once; a page carries only the icons it has shown. */
function ensureSymbol(name: IconName): string {
  const id = `icon-${name}`
  if (document.getElementById(id)) return id
  const svg = 'http://www.w3.org/2000/svg'
  let sprite = document.getElementById(SPRITE_ID)
  if (!sprite) {
    const host = document.createElementNS(svg, 'svg')
    host.id = SPRITE_ID
    host.setAttribute('aria-hidden', 'true')
    host.setAttribute('width', '0')
    host.setAttribute('height', '0')
    host.style.position = 'absolute'
    document.body.prepend(host)
    sprite = document.getElementById(SPRITE_ID)
  }
  const symbol = document.createElementNS(svg, 'symbol')
  symbol.id = id
  symbol.setAttribute('viewBox', '0 0 24 24')
  const path = document.createElementNS(svg, 'path')
  const isOutline = name in OUTLINE
  path.setAttribute('d', isOutline ? OUTLINE[name as keyof typeof OUTLINE] : FILLED[name as keyof typeof FILLED])
  path.setAttribute('fill', isOutline ? 'none' : 'currentColor')
  if (isOutline) path.setAttribute('stroke', 'currentColor')
  symbol.append(path)
  sprite?.append(symbol)
  return id
}

export interface IconProps {
  name: IconName
  /** Pixels in the compact density; grows with the interface text. 18 beside text of 14, 16 and 14 in tight places, 22 on the phone's bar. */
  size?: 14 | 16 | 18 | 22 | undefined
  class?: string | undefined
}

/** An icon of the fixed set. It is never the only name of a thing, so it is always hidden from screen readers. */
export function Icon(props: IconProps) {
  const href = createMemo(() => `#${ensureSymbol(props.name)}`)
  return (
    <svg class={`ui-icon ${props.class ?? ''}`} data-size={props.size ?? 16} aria-hidden="true">
      <use href={href()} />
    </svg>
  )
}
