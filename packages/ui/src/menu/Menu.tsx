import './menu.css'
import { Show, createContext, createSignal, createUniqueId, onCleanup, onMount, useContext, type JSX } from 'solid-js'
import { Portal } from 'solid-js/web'
import { Icon, type IconName } from '../icon/Icon.tsx'
import { landmarkOf, placeBeside } from '../shared/place.ts'

/** What the button of a menu must carry; spread it: `trigger={(attrs) => <Button {...attrs}>…</Button>}`. */
export interface MenuTriggerAttributes {
  ref: (element: HTMLElement) => void
  id: string
  'aria-haspopup': 'menu'
  'aria-expanded': boolean
  'aria-controls': string | undefined
  onClick: () => void
  onKeyDown: (event: KeyboardEvent) => void
}

export interface MenuProps {
  /** Names the menu for screen readers. */
  label: string
  trigger: (attributes: MenuTriggerAttributes) => JSX.Element
  children: JSX.Element
  align?: 'start' | 'end' | undefined
}

const MenuContext = createContext<{ close: (refocus: boolean) => void }>()

/** A list of verbs behind a button: arrows, Home, End and first letters move, Esc goes back to the button. */
export function Menu(props: MenuProps) {
  const [isOpen, setOpen] = createSignal(false)
  const [startsAtEnd, setStartsAtEnd] = createSignal(false)
  const id = createUniqueId()
  let anchor: HTMLElement | undefined
  const open = (atEnd = false) => {
    setStartsAtEnd(atEnd)
    setOpen(true)
  }
  const close = (refocus: boolean) => {
    if (!isOpen()) return
    setOpen(false)
    if (refocus) anchor?.focus({ preventScroll: true })
  }
  return (
    <MenuContext.Provider value={{ close }}>
      {props.trigger({
        ref: (element) => {
          anchor = element
        },
        id: `${id}-button`,
        'aria-haspopup': 'menu',
        get 'aria-expanded'() {
          return isOpen()
        },
        get 'aria-controls'() {
          return isOpen() ? id : undefined
        },
        onClick: () => (isOpen() ? close(true) : open()),
        onKeyDown: (event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
          event.preventDefault()
          open(event.key === 'ArrowUp')
        },
      })}
      <Show when={isOpen() && anchor}>
        {(from) => (
          <Portal
            mount={landmarkOf(from())}
            ref={(holder) => {
              holder.style.display = 'contents'
            }}
          >
            <MenuList
              id={id}
              label={props.label}
              anchor={from()}
              align={props.align ?? 'start'}
              startsAtEnd={startsAtEnd()}
              onClose={close}
            >
              {props.children}
            </MenuList>
          </Portal>
        )}
      </Show>
    </MenuContext.Provider>
  )
}

interface MenuListProps {
  id: string
  label: string
  anchor: HTMLElement
  align: 'start' | 'end'
  startsAtEnd: boolean
  onClose: (refocus: boolean) => void
  children: JSX.Element
}

function MenuList(props: MenuListProps) {
  let list!: HTMLDivElement
  let typed = ''
  let typedAt = 0
  const items = () => [...list.querySelectorAll<HTMLElement>('[role^=menuitem]')]
  const move = (step: (index: number, count: number) => number) => {
    const all = items()
    const index = all.indexOf(document.activeElement as HTMLElement)
    all[(step(index, all.length) + all.length) % all.length]?.focus()
  }
  const seek = (letter: string, at: number) => {
    typed = at - typedAt > 600 ? letter : typed + letter
    typedAt = at
    items()
      .find((item) => item.textContent?.trim().toLowerCase().startsWith(typed))
      ?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, () => void> = {
      ArrowDown: () => move((i) => i + 1),
      ArrowUp: () => move((i, n) => (i < 0 ? n - 1 : i - 1)),
      Home: () => move(() => 0),
      End: () => move((_, n) => n - 1),
      Escape: () => props.onClose(true),
    }
    const step = steps[event.key]
    if (event.key === 'Tab') return props.onClose(true)
    if (step) {
      event.preventDefault()
      event.stopPropagation()
      step()
    } else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.isComposing)
      seek(event.key.toLowerCase(), event.timeStamp)
  }
  onMount(() => {
    placeBeside(list, props.anchor.getBoundingClientRect(), props.align)
    const all = items()
    const first = props.startsAtEnd
      ? all.at(-1)
      : (all.find((item) => item.getAttribute('aria-checked') === 'true' && all[0]?.role === 'menuitemradio') ?? all[0])
    ;(first ?? list).focus({ preventScroll: true })
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && !list.contains(event.target) && !props.anchor.contains(event.target))
        props.onClose(false)
    }
    // The page may still be settling from the very click that opened the menu: it follows its button and only closes when
    // that has left the window.
    const follow = (event: Event) => {
      if (event.target instanceof Node && list.contains(event.target)) return
      const place = props.anchor.getBoundingClientRect()
      if (place.bottom < 0 || place.top > window.innerHeight || !props.anchor.isConnected) props.onClose(false)
      else placeBeside(list, place, props.align)
    }
    document.addEventListener('pointerdown', onPress, true)
    window.addEventListener('resize', follow)
    document.addEventListener('scroll', follow, true)
    onCleanup(() => {
      document.removeEventListener('pointerdown', onPress, true)
      window.removeEventListener('resize', follow)
      document.removeEventListener('scroll', follow, true)
    })
  })
  return (
    <div
      ref={list}
      id={props.id}
      role="menu"
      aria-label={props.label}
      class="ui-menu"
      tabindex="-1"
      onKeyDown={onKeyDown}
    >
      {props.children}
    </div>
  )
}

export interface MenuItemProps {
  onSelect: () => void
  icon?: IconName | undefined
  /** Why it cannot be done now, in words under the name; the item stays readable. */
  disabledReason?: string | undefined
  /** With a value: a check mark (`group` makes it one of several). */
  checked?: boolean | undefined
  group?: boolean | undefined
  detail?: string | undefined
  /** Keeps the menu open, for choices that show their effect at once. */
  stays?: boolean | undefined
  children: JSX.Element
}

/** One verb of a menu. */
export function MenuItem(props: MenuItemProps) {
  const menu = useContext(MenuContext)
  const role = () => (props.checked === undefined ? 'menuitem' : props.group ? 'menuitemradio' : 'menuitemcheckbox')
  const choose = () => {
    if (props.disabledReason) return
    if (!props.stays) menu?.close(true)
    props.onSelect()
  }
  return (
    <button
      type="button"
      role={role()}
      tabindex="-1"
      class="ui-menu-item"
      aria-checked={props.checked}
      aria-disabled={props.disabledReason ? true : undefined}
      onClick={choose}
      onPointerMove={(event) => {
        if (event.pointerType === 'mouse') event.currentTarget.focus({ preventScroll: true })
      }}
    >
      <span class="mark">
        <Show when={props.checked === undefined ? props.icon : props.checked ? 'check' : undefined}>
          {(icon) => <Icon name={icon()} />}
        </Show>
      </span>
      <span class="words">
        {props.children}
        <Show when={props.disabledReason ?? props.detail}>{(text) => <small>{text()}</small>}</Show>
      </span>
    </button>
  )
}

/** A named group of items. */
export function MenuGroup(props: { label: string; children: JSX.Element }) {
  return (
    <div role="group" aria-label={props.label} class="ui-menu-group">
      <p aria-hidden="true">{props.label}</p>
      {props.children}
    </div>
  )
}

export const MenuSeparator = () => <hr class="ui-menu-line" />
