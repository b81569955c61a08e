import './field.css'
import { For, Show, createEffect, createSignal, createUniqueId, splitProps, type JSX } from 'solid-js'
import { Icon } from '../icon/Icon.tsx'

interface FieldFrame {
  label: string
  hint?: string | undefined
  /** Says what is wrong and, if it can, how to put it right; the field gets the 2 px frame of an error. */
  error?: string | undefined
  /** Keeps the label for screen readers only. */
  labelHidden?: boolean | undefined
}

export interface TextFieldProps extends FieldFrame, JSX.InputHTMLAttributes<HTMLInputElement> {
  /** A control inside the field at its end. */
  trailing?: JSX.Element
}

/** The words under a field: an error with its hexagon, else the hint. */
export function FieldNotes(props: { id: string; error?: string | undefined; hint?: string | undefined }) {
  return (
    <div id={props.id} class="ui-field-notes">
      <Show
        when={props.error}
        fallback={
          <Show when={props.hint}>
            <p class="hint">{props.hint}</p>
          </Show>
        }
      >
        <p class="error">
          <Icon name="alert-hexagon" />
          <span>{props.error}</span>
        </p>
      </Show>
    </div>
  )
}

/** A line of text with its label above it; error and hint are tied to it for screen readers. */
export function TextField(props: TextFieldProps) {
  const [own, rest] = splitProps(props, ['label', 'hint', 'error', 'labelHidden', 'trailing', 'class', 'id'])
  const fallbackId = createUniqueId()
  const id = () => own.id ?? fallbackId
  return (
    <div class={`ui-field ${own.class ?? ''}`}>
      <label for={id()} class={own.labelHidden ? 'visually-hidden' : ''}>
        {own.label}
      </label>
      <div class="ui-input" data-invalid={own.error ? '' : undefined}>
        <input {...rest} id={id()} aria-invalid={own.error ? true : undefined} aria-describedby={`${id()}-notes`} />
        {own.trailing}
      </div>
      <FieldNotes id={`${id()}-notes`} error={own.error} hint={own.hint} />
    </div>
  )
}

export interface PasswordFieldProps extends Omit<TextFieldProps, 'type' | 'trailing'> {
  showLabel: string
  hideLabel: string
}

/** A password with a button that shows it: many teachers type it on a small phone. */
export function PasswordField(props: PasswordFieldProps) {
  const [own, rest] = splitProps(props, ['showLabel', 'hideLabel'])
  const [isShown, setShown] = createSignal(false)
  return (
    <TextField
      {...rest}
      type={isShown() ? 'text' : 'password'}
      autocapitalize="off"
      spellcheck={false}
      trailing={
        <button type="button" class="ui-field-tool" aria-pressed={isShown()} onClick={() => setShown(!isShown())}>
          <Icon name={isShown() ? 'eye-off' : 'eye'} />
          {isShown() ? own.hideLabel : own.showLabel}
        </button>
      }
    />
  )
}

export interface SelectProps extends FieldFrame, Omit<JSX.SelectHTMLAttributes<HTMLSelectElement>, 'onChange'> {
  options: readonly { value: string; label: string }[]
  value: string
  onChoose: (value: string) => void
}

/** A native choice list: the platform's own picker is best on a phone and in a chat app's window. */
export function Select(props: SelectProps) {
  const [own, rest] = splitProps(props, [
    'label',
    'hint',
    'error',
    'labelHidden',
    'options',
    'value',
    'onChoose',
    'class',
    'id',
  ])
  const fallbackId = createUniqueId()
  const id = () => own.id ?? fallbackId
  return (
    <div class={`ui-field ${own.class ?? ''}`}>
      <label for={id()} class={own.labelHidden ? 'visually-hidden' : ''}>
        {own.label}
      </label>
      <div class="ui-input select" data-invalid={own.error ? '' : undefined}>
        <select
          {...rest}
          id={id()}
          aria-describedby={`${id()}-notes`}
          onChange={(event) => own.onChoose(event.currentTarget.value)}
        >
          <For each={own.options}>
            {(option) => (
              <option value={option.value} selected={option.value === own.value}>
                {option.label}
              </option>
            )}
          </For>
        </select>
        <Icon name="chevron-down" size={14} />
      </div>
      <FieldNotes id={`${id()}-notes`} error={own.error} hint={own.hint} />
    </div>
  )
}

export interface CheckboxProps {
  /** radio: one of several with the same `name`. */
  kind?: 'checkbox' | 'radio' | undefined
  checked: boolean
  mixed?: boolean | undefined
  onToggle: (checked: boolean) => void
  name?: string | undefined
  value?: string | undefined
  disabled?: boolean | undefined
  autofocus?: boolean | undefined
  children: JSX.Element
  class?: string | undefined
}

/** A check mark or radio with its words; the whole line is the target. */
export function Checkbox(props: CheckboxProps) {
  return (
    <label class={`ui-check ${props.class ?? ''}`}>
      <input
        type={props.kind ?? 'checkbox'}
        {...(props.name === undefined ? {} : { name: props.name })}
        value={props.value ?? 'on'}
        checked={props.checked}
        disabled={props.disabled ?? false}
        autofocus={props.autofocus ?? false}
        ref={(input) =>
          createEffect(() => {
            input.indeterminate = props.mixed ?? false
          })
        }
        onChange={(event) => props.onToggle(event.currentTarget.checked)}
      />
      <span class="box" aria-hidden="true">
        <Show when={props.kind !== 'radio'}>
          <Icon name={props.mixed ? 'minus' : 'check'} size={14} />
        </Show>
      </span>
      <span class="words">{props.children}</span>
    </label>
  )
}
