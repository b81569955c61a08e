import { Button, Icon, IconButton, Menu, MenuItem, MenuSeparator } from '@gongyan/ui'
import type { IconName } from '@gongyan/ui'
import { For, Show, createMemo } from 'solid-js'
import type { MarkName } from '../../editor/text-actions.ts'
import type { PlanDialog } from './dialogs.ts'
import { exportPdf, exportWord } from './export-word.ts'
import { MoreMenu } from './MoreMenu.tsx'
import { explainRefusal } from './refusals.ts'
import { pickPictures } from './pictures.ts'
import { WithComments } from './WithComments.tsx'
import { canWrite, usePlan } from './world.tsx'

const MORE_MARKS: readonly (readonly [MarkName, IconName])[] = [
  ['strike', 'strikethrough'],
  ['superscript', 'superscript'],
  ['subscript', 'subscript'],
]
const WORD_MARKS: readonly MarkName[] = ['emphasisDot', 'redPen', 'highlight']

/** The strip of tools; everything that needs the editor waits, visibly, until it is there. */
export function Tools(props: {
  onDialog: (dialog: PlanDialog) => void
  onReport: () => void
  isOutlineOpen: boolean
  onOutline: () => void
}) {
  const world = usePlan()
  const { i18n, model } = world
  const actions = () => model.editor()?.actions ?? null
  const canEdit = () => canWrite(world)
  /** Reads something of the editor anew after each change. */
  const live = <T,>(read: (of: NonNullable<ReturnType<typeof actions>>) => T, otherwise: T) =>
    createMemo(() => {
      model.tick()
      const now = actions()
      return now ? read(now) : otherwise
    })
  const bold = live((of) => of.hasMark('strong'), false)
  const italic = live((of) => of.hasMark('em'), false)
  const underlined = live((of) => of.hasMark('underline'), false)
  const list = live((of) => of.inList(), null)
  const canUndo = live((of) => of.canUndo(), false)
  const canRedo = live((of) => of.canRedo(), false)

  const tool = (
    icon: IconName,
    label: string,
    act: () => void,
    options: { shortcut?: string; pressed?: boolean | undefined; disabled?: boolean } = {},
  ) => (
    <IconButton
      bare
      icon={icon}
      label={label}
      shortcut={options.shortcut}
      pressed={options.pressed}
      disabled={options.disabled ?? !canEdit()}
      // The press must not take the caret away from the text.
      onMouseDown={(event) => event.preventDefault()}
      onClick={act}
    />
  )
  const wordTool = (icon: IconName, label: string, act: () => void) => (
    <Button
      class="bare plan-tool"
      look="ghost"
      icon={icon}
      disabled={!canEdit()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={act}
    >
      {label}
    </Button>
  )
  const row = () => {
    model.tick()
    return model.rowId()
  }
  return (
    <section class="plan-tools" aria-label={i18n.t('plan.region.tools')} data-region="tools">
      <div role="toolbar" aria-label={i18n.t('plan.region.tools')}>
        <IconButton
          bare
          icon="list-details"
          label={i18n.t('plan.outline.toggle')}
          pressed={props.isOutlineOpen}
          onClick={props.onOutline}
        />
        <span class="plan-vr" />
        {tool('arrow-back-up', i18n.t('plan.tool.undo'), () => actions()?.undo(), {
          shortcut: 'Ctrl+Z',
          disabled: !canEdit() || !canUndo(),
        })}
        {tool('arrow-forward-up', i18n.t('plan.tool.redo'), () => actions()?.redo(), {
          shortcut: 'Ctrl+Y',
          disabled: !canEdit() || !canRedo(),
        })}
        <span class="plan-vr" />
        {tool('bold', i18n.t('plan.tool.bold'), () => actions()?.mark('strong'), {
          shortcut: 'Ctrl+B',
          pressed: bold(),
        })}
        {tool('italic', i18n.t('plan.tool.italic'), () => actions()?.mark('em'), {
          shortcut: 'Ctrl+I',
          pressed: italic(),
        })}
        {tool('underline', i18n.t('plan.tool.underline'), () => actions()?.mark('underline'), {
          shortcut: 'Ctrl+U',
          pressed: underlined(),
        })}
        <Menu
          label={i18n.t('plan.tool.more')}
          trigger={(attributes) => (
            <Button
              {...attributes}
              class="bare plan-tool"
              look="ghost"
              icon="strikethrough"
              disabled={!canEdit()}
              aria-label={i18n.t('plan.tool.more')}
            >
              <Icon name="chevron-down" size={14} />
            </Button>
          )}
        >
          <For each={MORE_MARKS}>
            {([name, icon]) => (
              <MenuItem icon={icon} onSelect={() => actions()?.mark(name)}>
                {i18n.t(`plan.tool.${name as 'strike'}`)}
              </MenuItem>
            )}
          </For>
          <For each={WORD_MARKS}>
            {(name) => (
              <MenuItem onSelect={() => actions()?.mark(name)}>
                <span class={`mark-sample ${name}`}>{i18n.t(`plan.tool.${name as 'redPen'}`)}</span>
              </MenuItem>
            )}
          </For>
          <MenuItem icon="link" onSelect={() => props.onDialog({ kind: 'link', href: actions()?.linkHref() ?? null })}>
            {i18n.t('plan.tool.link')}
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon="x" onSelect={() => actions()?.clearMarks()}>
            {i18n.t('plan.tool.clear')}
          </MenuItem>
        </Menu>
        {tool('list-numbers', i18n.t('plan.tool.orderedList'), () => actions()?.list('orderedList'), {
          pressed: list() === 'orderedList',
        })}
        {tool('list', i18n.t('plan.tool.bulletList'), () => actions()?.list('bulletList'), {
          pressed: list() === 'bulletList',
        })}
        {tool(
          'math-function',
          i18n.t('plan.tool.formula'),
          () => props.onDialog({ kind: 'formula', latex: '', isDisplay: false, pos: null }),
          { shortcut: 'Ctrl+M' },
        )}
        {tool('photo', i18n.t('plan.tool.image'), () => void pickPictures(world))}
        <span class="plan-vr" />
        {wordTool('row-insert-bottom', i18n.t('plan.tool.addRow'), () => {
          const result = actions()?.insertRow(null, 'below')
          if (result) explainRefusal(world, result)
        })}
        {wordTool('arrows-split-2', i18n.t('plan.tool.splitRow'), () => {
          const id = row()
          if (id) {
            const result = actions()?.splitRow(id)
            if (result) explainRefusal(world, result)
          }
        })}
        {wordTool('clock', i18n.t('plan.tool.adjustTime'), () =>
          document.querySelector<HTMLElement>('.plan-editing .plan-ruler .joint')?.focus(),
        )}
        <Show when={!actions()}>
          <span class="tiny muted plan-not-ready" role="status">
            {i18n.t('plan.tool.notReady')}
          </span>
        </Show>
        <span class="plan-space" />
        <Button class="bare plan-tool" look="ghost" icon="file-export" onClick={() => void exportWord(world)}>
          {i18n.t('plan.tool.export')}
        </Button>
        <Menu
          label={i18n.t('plan.forms.menu')}
          align="end"
          trigger={(attributes) => (
            <Button
              {...attributes}
              class="icon-only bare"
              look="ghost"
              icon="chevron-down"
              aria-label={i18n.t('plan.forms.menu')}
            />
          )}
        >
          <MenuItem icon="table" onSelect={() => props.onDialog({ kind: 'forms' })}>
            {i18n.t('plan.forms.item')}
          </MenuItem>
          <WithComments />
          <MenuItem icon="printer" onSelect={() => void exportPdf(world)}>
            {i18n.t('plan.tool.exportPdf')}
          </MenuItem>
        </Menu>
        <IconButton
          bare
          icon="printer"
          label={i18n.t('plan.tool.print')}
          shortcut="Ctrl+P"
          onClick={() => window.print()}
        />
        <MoreMenu class="bare plan-tool" onDialog={props.onDialog} onReport={props.onReport}>
          <Show when={canEdit()}>
            <MenuItem
              onSelect={() => actions()?.mergeCells()}
              disabledReason={actions()?.canMergeCells() ? undefined : i18n.t('plan.tool.mergeHow')}
            >
              {i18n.t('plan.tool.merge')}
            </MenuItem>
            <MenuItem
              onSelect={() => actions()?.splitCell()}
              disabledReason={actions()?.canSplitCell() ? undefined : i18n.t('plan.tool.unmergeHow')}
            >
              {i18n.t('plan.tool.unmerge')}
            </MenuItem>
          </Show>
        </MoreMenu>
      </div>
    </section>
  )
}
