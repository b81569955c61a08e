import './button.css'
import { Show, createUniqueId, splitProps, type JSX } from 'solid-js'
import { Icon, type IconName } from '../icon/Icon.tsx'
import { Tooltip } from '../tooltip/Tooltip.tsx'

interface Look {
  /** primary: the one thing to do here; accept: 采纳 only; ghost: beside other buttons; plain by default. */
  look?: 'plain' | 'primary' | 'ghost' | 'accept' | undefined
  small?: boolean | undefined
  icon?: IconName | undefined
}

export interface ButtonProps extends Look, JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  /** A toggle: announces and shows whether it is on. */
  pressed?: boolean | undefined
  /** Work under way: stays focusable, does not fire twice. */
  busy?: boolean | undefined
  /** Disables the button and says why, in words beside it. */
  disabledReason?: string | undefined
}

const classOf = (look: Look['look'] = 'plain', isSmall: boolean | undefined, more = '') =>
  `ui-button ${look} ${isSmall ? 'small' : ''} ${more}`

/** A button whose text is a verb. Disabled ones are dashed and their reason stands beside them. */
export function Button(props: ButtonProps) {
  const [own, rest] = splitProps(props, [
    'look',
    'small',
    'icon',
    'pressed',
    'busy',
    'disabledReason',
    'class',
    'children',
    'onClick',
    'disabled',
    'type',
  ])
  const reasonId = createUniqueId()
  const isOff = () => Boolean(own.busy || own.disabledReason)
  const onClick: JSX.EventHandler<HTMLButtonElement, MouseEvent> = (event) => {
    if (isOff()) return event.preventDefault()
    if (typeof own.onClick === 'function') own.onClick(event)
    else if (own.onClick) own.onClick[0](own.onClick[1], event)
  }
  return (
    <>
      <button
        {...rest}
        type={own.type ?? 'button'}
        class={classOf(own.look, own.small, own.class)}
        onClick={onClick}
        disabled={own.disabled}
        aria-pressed={own.pressed}
        aria-disabled={isOff() || undefined}
        aria-busy={own.busy || undefined}
        aria-describedby={own.disabledReason ? reasonId : rest['aria-describedby']}
      >
        <Show when={own.icon}>{(icon) => <Icon name={icon()} />}</Show>
        {own.children}
      </button>
      <Show when={own.disabledReason}>
        {(reason) => (
          <span id={reasonId} class="ui-button-reason">
            {reason()}
          </span>
        )}
      </Show>
    </>
  )
}

export interface ButtonLinkProps extends Look, JSX.AnchorHTMLAttributes<HTMLAnchorElement> {
  href: string
}

/** A link that looks like a button: it goes somewhere. */
export function ButtonLink(props: ButtonLinkProps) {
  const [own, rest] = splitProps(props, ['look', 'small', 'icon', 'class', 'children'])
  return (
    <a {...rest} class={classOf(own.look, own.small, own.class)}>
      <Show when={own.icon}>{(icon) => <Icon name={icon()} />}</Show>
      {own.children}
    </a>
  )
}

export interface IconButtonProps extends Omit<ButtonProps, 'icon' | 'children' | 'disabledReason'> {
  icon: IconName
  /** The button's whole name; shown as a tooltip too. */
  label: string
  size?: 14 | 16 | 18 | 22 | undefined
  /** Shown small beside the name in the tooltip, such as Ctrl+Z. */
  shortcut?: string | undefined
  /** Without a frame, for tool strips and fields. */
  bare?: boolean | undefined
}

/** A button with an icon only: undo, bold, close, microphone and the like. */
export function IconButton(props: IconButtonProps) {
  const [own, rest] = splitProps(props, ['icon', 'label', 'size', 'shortcut', 'bare', 'class', 'look', 'small'])
  return (
    <Tooltip text={own.label} detail={own.shortcut}>
      <Button
        {...rest}
        small={own.small}
        look={own.bare ? 'ghost' : (own.look ?? 'ghost')}
        class={`icon-only ${own.bare ? 'bare' : ''} ${own.class ?? ''}`}
        aria-label={own.label}
      >
        <Icon name={own.icon} size={own.size ?? 16} />
      </Button>
    </Tooltip>
  )
}
