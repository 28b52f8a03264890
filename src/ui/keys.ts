/**
 * The one table of keys. The footer, `?` and `:` are generated from it, and nothing else knows what a key does.
 * A key may mean different things in different places; within one place it means one. Every command that Esc
 * gives has a second key: some keyboards and links lose a bare Esc.
 */
import type { ScreenName } from './screen.ts'

/** `everywhere`; any `list` or `text` that is on the screen; one screen; a `dialog` in front of it. */
export type KeyPlace = 'everywhere' | 'list' | 'text' | 'dialog' | ScreenName

export interface KeyBinding {
  /** Also what is typed after `:`. */
  readonly command: string
  /** As `keyName` spells them. */
  readonly keys: readonly string[]
  readonly places: readonly KeyPlace[]
  /** For the footer; none: too plain to be worth the room. */
  readonly short?: string
  readonly help: string
}

export const keyTable = [
  {
    command: 'retry',
    keys: ['r'],
    places: ['run', 'machine', 'guide'],
    short: 'retry',
    help: 'try this machine again; in the guide, look again',
  },
  {
    command: 'skip',
    keys: ['s'],
    places: ['run', 'machine'],
    short: 'skip',
    help: 'leave this machine out of the run',
  },
  {
    command: 'abort',
    keys: ['x'],
    places: ['run', 'machine'],
    short: 'abort',
    help: "end this machine's journey now",
  },
  {
    command: 'wipe',
    keys: ['w'],
    places: ['run', 'machine'],
    short: 'confirm wipe',
    help: 'give the word that these disks may be erased',
  },
  {
    command: 'begin',
    keys: ['b'],
    places: ['hosts', 'plan', 'status', 'deploy'],
    short: 'begin',
    help: 'go on to the plan; from there, start the run; get a deployment ready, and begin it',
  },
  {
    command: 'next-machine',
    keys: ['+'],
    places: ['everywhere'],
    short: 'next machine',
    help: 'set up one more machine, as the first one was',
  },
  {
    command: 'profile',
    keys: ['p'],
    places: ['hosts'],
    short: 'profile',
    help: 'pick what boots first on this machine, or on all that the filter shows',
  },
  {
    command: 'adopt',
    keys: ['A'],
    places: ['hosts'],
    short: 'adopt',
    help: 'copy the lines that make this machine part of the site',
  },
  {
    command: 'refresh',
    keys: ['r'],
    places: ['status'],
    short: 'look again',
    help: 'look at every machine now',
  },
  {
    command: 'sort',
    keys: ['o'],
    places: ['hosts', 'run', 'status'],
    short: 'sort',
    help: 'sort by the next column',
  },
  {
    command: 'reverse',
    keys: ['O'],
    places: ['hosts', 'run', 'status'],
    help: 'sort the other way round',
  },
  {
    command: 'browse',
    keys: ['o'],
    places: ['start'],
    short: 'open a site',
    help: 'open a site by its file, folder or flake',
  },
  {
    command: 'dense',
    keys: ['z'],
    places: ['run'],
    short: 'panes/rows',
    help: 'one pane per machine, or one row',
  },
  {
    command: 'previous-tab',
    keys: ['left', 'h'],
    places: ['machine', 'network', 'plan'],
    help: 'the tab before',
  },
  {
    command: 'next-tab',
    keys: ['right', 'l'],
    places: ['machine', 'network', 'plan'],
    short: 'next tab',
    help: 'the tab after',
  },
  {
    command: 'follow',
    keys: ['f'],
    places: ['machine', 'deploy'],
    short: 'follow',
    help: 'stay at the newest line',
  },
  {
    command: 'wrap',
    keys: ['z'],
    places: ['machine', 'network', 'plan', 'status', 'deploy', 'help'],
    short: 'wrap',
    help: 'wrap long lines',
  },
  { command: 'next-match', keys: ['n'], places: ['text'], help: 'the next place found' },
  { command: 'previous-match', keys: ['N'], places: ['text'], help: 'the place found before' },
  { command: 'next-host', keys: [']'], places: ['machine', 'network'], help: 'the next machine' },
  { command: 'previous-host', keys: ['['], places: ['machine', 'network'], help: 'the machine before' },
  {
    command: 'copy',
    keys: ['y'],
    places: ['machine', 'network', 'end', 'status', 'deploy'],
    short: 'copy',
    help: 'copy what is shown to the clipboard',
  },
  {
    command: 'save',
    keys: ['W'],
    places: ['machine', 'network', 'end', 'status', 'deploy'],
    short: 'save',
    help: 'save what is shown to a file',
  },

  {
    command: 'open',
    keys: ['enter'],
    places: ['list', 'text', 'dialog'],
    short: 'open',
    help: 'open it, or go on',
  },
  { command: 'mark', keys: ['space'], places: ['list'], short: 'mark', help: 'mark it' },
  { command: 'mark-all', keys: ['a'], places: ['list'], help: 'mark all, or none' },
  { command: 'filter', keys: ['/'], places: ['list', 'text'], short: 'filter', help: 'filter, or search' },
  { command: 'up', keys: ['up', 'k'], places: ['list', 'text', 'dialog'], help: 'one up' },
  { command: 'down', keys: ['down', 'j'], places: ['list', 'text', 'dialog'], help: 'one down' },
  { command: 'page-up', keys: ['pageup', 'ctrl+u'], places: ['list', 'text', 'dialog'], help: 'a page up' },
  {
    command: 'page-down',
    keys: ['pagedown', 'ctrl+d'],
    places: ['list', 'text', 'dialog'],
    help: 'a page down',
  },
  { command: 'first', keys: ['home', 'g'], places: ['list', 'text', 'dialog'], help: 'to the first' },
  { command: 'last', keys: ['end', 'G'], places: ['list', 'text', 'dialog'], help: 'to the last' },

  { command: 'hosts', keys: ['1'], places: ['everywhere'], help: 'hosts and profiles' },
  { command: 'plan', keys: ['2'], places: ['everywhere'], help: 'the plan' },
  { command: 'run', keys: ['3'], places: ['everywhere'], help: 'the run' },
  { command: 'network', keys: ['4'], places: ['everywhere'], help: 'the network, per host' },
  { command: 'services', keys: ['5'], places: ['everywhere'], help: 'services and their health' },
  { command: 'end', keys: ['6'], places: ['everywhere'], help: 'the report' },
  { command: 'status', keys: ['7'], places: ['everywhere'], help: 'how the machines are, now' },
  { command: 'deploy', keys: ['8'], places: ['everywhere'], help: 'the deployment under way' },
  { command: 'next', keys: ['tab'], places: ['everywhere', 'dialog'], help: 'the next screen, or field' },
  {
    command: 'previous',
    keys: ['shift+tab'],
    places: ['everywhere', 'dialog'],
    help: 'the screen, or field, before',
  },
  {
    command: 'back',
    keys: ['esc', 'backspace', 'ctrl+g'],
    places: ['everywhere', 'dialog'],
    short: 'back',
    help: 'back; out of a dialog',
  },
  { command: 'cancel', keys: ['ctrl+c'], places: ['dialog'], help: 'out of it, with nothing done' },
  { command: 'help', keys: ['?'], places: ['everywhere'], short: 'help', help: 'what every key does' },
  { command: 'palette', keys: [':'], places: ['everywhere'], short: 'commands', help: 'any command by name' },
  {
    command: 'quit',
    keys: ['q', 'ctrl+c'],
    places: ['everywhere'],
    short: 'quit',
    help: 'leave; asks while a run is under way',
  },
  { command: 'redraw', keys: ['ctrl+l'], places: ['everywhere', 'dialog'], help: 'draw everything anew' },
  {
    command: 'suspend',
    keys: ['ctrl+z'],
    places: ['everywhere', 'dialog'],
    help: 'to the shell; fg comes back, and until then everything stands still',
  },
] as const satisfies readonly KeyBinding[]

export type CommandName = (typeof keyTable)[number]['command']

export const bindings: readonly (KeyBinding & { readonly command: CommandName })[] = keyTable
