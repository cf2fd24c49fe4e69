/** Colours and type as one style sheet. Colour never stands alone: every meaning also has a shape, a line style, a sign or a word. */
import { fontFamily } from './text.ts';
import { faces } from './faces.ts';
import type { FaceName } from './faces.ts';
import { HEAT_STEPS, MOST_CLASSES } from './graph.ts';

/**
 * `auto`: light or dark as the viewer's system is, for files. `light`, `dark`: literal colours, for renderers without custom properties.
 * `host`: the colours of the VS Code theme around the picture.
 */
export const themes = ['auto', 'light', 'dark', 'host'] as const;
export type Theme = (typeof themes)[number];

const light = {
  canvas: '#ffffff',
  text: '#18202b',
  muted: '#566273',
  line: '#465264',
  soft: '#8d99a9',
  rule: '#d9dfe7',
  'system-fill': '#f5f7fa',
  'system-line': '#b4bfcd',
  'boundary-fill': '#fbf8f1',
  'boundary-line': '#94733a',
  people: '#48566a',
  'people-fill': '#eef1f5',
  compute: '#2f63c8',
  'compute-fill': '#f1f5fe',
  state: '#0b7a70',
  'state-fill': '#ecf8f6',
  messaging: '#7447c0',
  'messaging-fill': '#f6f1fe',
  coordination: '#a8327d',
  'coordination-fill': '#fdf1f8',
  outside: '#7b8694',
  'outside-fill': '#f4f5f7',
  error: '#b3261e',
  'error-fill': '#fdecea',
  warning: '#8a5300',
  'warning-fill': '#fff4df',
  info: '#1b5fb8',
  'info-fill': '#eaf2fd',
  hint: '#566273',
  'hint-fill': '#eff2f5',
  'place-fill': '#f3f7f6',
  'place-line': '#5f8a80',
  'class-0': '#b3261e',
  'class-1': '#b86e00',
  'class-2': '#2f63c8',
  'class-3': '#0b7a70',
  'class-4': '#7447c0',
  'class-5': '#566273',
  focus: '#2f63c8',
} as const;

type Ink = keyof typeof light;
type Palette = Readonly<Record<Ink, string>>;

const dark: Palette = {
  canvas: '#12161c',
  text: '#e8edf4',
  muted: '#a3afbf',
  line: '#b3bfce',
  soft: '#75839a',
  rule: '#2b3440',
  'system-fill': '#181e26',
  'system-line': '#465364',
  'boundary-fill': '#1e1d1b',
  'boundary-line': '#c8a565',
  people: '#a9b6c8',
  'people-fill': '#242c37',
  compute: '#7fa8f8',
  'compute-fill': '#1a2740',
  state: '#4cc7b8',
  'state-fill': '#12302f',
  messaging: '#b796f5',
  'messaging-fill': '#292142',
  coordination: '#ee87c4',
  'coordination-fill': '#371c30',
  outside: '#8693a4',
  'outside-fill': '#1f252d',
  error: '#ff8a80',
  'error-fill': '#3b1a1a',
  warning: '#f0b95a',
  'warning-fill': '#36280f',
  info: '#7db5ff',
  'info-fill': '#152a45',
  hint: '#a3afbf',
  'hint-fill': '#262e38',
  'place-fill': '#161f20',
  'place-line': '#6f9d93',
  'class-0': '#ff8a80',
  'class-1': '#f0b95a',
  'class-2': '#7fa8f8',
  'class-3': '#4cc7b8',
  'class-4': '#b796f5',
  'class-5': '#a3afbf',
  focus: '#7fa8f8',
};

const tint = (ink: string, share = 12): string => `color-mix(in srgb,var(${ink}) ${share}%,var(--fl-canvas))`;

/** High-contrast themes of VS Code define `contrastBorder`, and then every outline takes it. */
const outlined = (chart: string, fallback: Ink): string =>
  `var(--vscode-contrastBorder,var(--vscode-charts-${chart},${light[fallback]}))`;

const host: Palette = {
  canvas: `var(--vscode-editor-background,${light.canvas})`,
  text: `var(--vscode-editor-foreground,${light.text})`,
  muted: `var(--vscode-descriptionForeground,${light.muted})`,
  line: `var(--vscode-editor-foreground,${light.line})`,
  soft: `var(--vscode-disabledForeground,${light.soft})`,
  rule: `var(--vscode-panel-border,${light.rule})`,
  'system-fill': tint('--fl-text', 4),
  'system-line': `var(--vscode-contrastBorder,${tint('--fl-text', 35)})`,
  'boundary-fill': tint('--fl-boundary-line', 5),
  'boundary-line': outlined('yellow', 'boundary-line'),
  people: `var(--vscode-contrastBorder,var(--vscode-descriptionForeground,${light.people}))`,
  'people-fill': tint('--fl-text', 8),
  compute: outlined('blue', 'compute'),
  'compute-fill': tint('--fl-compute'),
  state: outlined('green', 'state'),
  'state-fill': tint('--fl-state'),
  messaging: outlined('purple', 'messaging'),
  'messaging-fill': tint('--fl-messaging'),
  coordination: outlined('orange', 'coordination'),
  'coordination-fill': tint('--fl-coordination'),
  outside: `var(--vscode-contrastBorder,var(--vscode-descriptionForeground,${light.outside}))`,
  'outside-fill': tint('--fl-text', 5),
  error: `var(--vscode-editorError-foreground,${light.error})`,
  'error-fill': tint('--fl-error'),
  warning: `var(--vscode-editorWarning-foreground,${light.warning})`,
  'warning-fill': tint('--fl-warning'),
  info: `var(--vscode-editorInfo-foreground,${light.info})`,
  'info-fill': tint('--fl-info'),
  hint: `var(--vscode-descriptionForeground,${light.hint})`,
  'hint-fill': tint('--fl-hint'),
  'place-fill': tint('--fl-place-line', 5),
  'place-line': outlined('green', 'place-line'),
  'class-0': `var(--vscode-charts-red,${light['class-0']})`,
  'class-1': `var(--vscode-charts-orange,${light['class-1']})`,
  'class-2': `var(--vscode-charts-blue,${light['class-2']})`,
  'class-3': `var(--vscode-charts-green,${light['class-3']})`,
  'class-4': `var(--vscode-charts-purple,${light['class-4']})`,
  'class-5': `var(--vscode-descriptionForeground,${light['class-5']})`,
  focus: `var(--vscode-focusBorder,${light.focus})`,
};

const inks = Object.keys(light) as Ink[];

function properties(palette: Palette): string {
  return inks.map((ink) => `--fl-${ink}:${palette[ink]}`).join(';');
}

/** Windows' high-contrast modes replace every colour; these keep words, lines and outlines visible. */
function forced(scope: string): string {
  const canvas = new Set<Ink>(inks.filter((ink) => ink === 'canvas' || ink.endsWith('-fill')));
  const system = inks.map(
    (ink) => `--fl-${ink}:${canvas.has(ink) ? 'Canvas' : ink === 'focus' ? 'Highlight' : 'CanvasText'}`,
  );
  return `@media (forced-colors:active){${scope}{forced-color-adjust:none;${system.join(';')}}}`;
}

/** Strength of the colour at each step of heat: text stays readable on the strongest. */
const heatOpacities: readonly number[] = Array.from({ length: HEAT_STEPS }, (_, step) => 0.05 + step * 0.07);

function definitions(theme: Theme, scope: string): string {
  if (theme === 'light' || theme === 'dark') return '';
  if (theme === 'host') return `${scope}{${properties(host)}}${forced(scope)}`;
  return [
    `${scope}{color-scheme:light dark;${properties(light)}}`,
    `@media (prefers-color-scheme:dark){${scope}{${properties(dark)}}}`,
    `@media print{${scope}{${properties(light)}}}`,
    forced(scope),
  ].join('');
}

export function themeClass(theme: Theme): string {
  return `faultline-${theme}`;
}

const inkOfFace: Readonly<Partial<Record<FaceName, Ink>>> = {
  detail: 'muted',
  aside: 'muted',
  note: 'muted',
  subheading: 'muted',
  caption: 'muted',
  notice: 'warning',
};

/** How a kind of picture writes rules of its own: from a colour's name to how the theme writes it. */
export type Rules = (ink: (name: Ink) => string) => readonly [selector: string, declarations: string][];

/**
 * The whole style sheet; every selector stands under the theme's class, so that pictures of several themes share a page.
 *
 * @param further what only one kind of picture needs.
 */
export function styleSheet(theme: Theme, further?: Rules): string {
  const scope = `.${themeClass(theme)}`;
  const literal = theme === 'dark' ? dark : theme === 'light' ? light : undefined;
  const ink = (name: Ink): string => (literal ? literal[name] : `var(--fl-${name})`);
  const rules: [selector: string, declarations: string][] = [
    ['text', `font-family:${fontFamily};fill:${ink('text')};white-space:pre`],
    ['.fl-canvas', `fill:${ink('canvas')}`],
    ['.fl-code', `font-family:ui-monospace,Menlo,Consolas,monospace;font-size:12px;fill:${ink('text')}`],
    ['.fl-rule', `fill:none;stroke:${ink('rule')}`],
    ...Object.entries(faces).map(([face, { size, strong }]): [string, string] => [
      `.fl-${face}`,
      `font-size:${size}px;font-weight:${strong ? 600 : 400};fill:${ink(inkOfFace[face as FaceName] ?? 'text')}`,
    ]),
    ['.fl-shape', 'stroke-width:1.5;stroke-linejoin:round'],
    ['.fl-over', 'fill:none'],
    ['.fl-person .fl-over', 'fill:inherit'],
    ['.fl-glyph', 'fill:none;stroke-width:1.3;stroke-linecap:round;stroke-linejoin:round'],
    ['.fl-dashed .fl-shape', 'stroke-dasharray:5 3.5'],
    ...(['people', 'compute', 'state', 'messaging', 'coordination', 'outside'] as const).flatMap(
      (family): [string, string][] => [
        [`.fl-${family} .fl-shape`, `fill:${ink(`${family}-fill`)};stroke:${ink(family)}`],
        [`.fl-${family} .fl-glyph`, `stroke:${ink(family)}`],
        [`.fl-${family} .fl-subtitle`, `fill:${ink(family === 'outside' ? 'muted' : family)}`],
      ],
    ),
    ...(['system', 'boundary'] as const).flatMap((kind): [string, string][] => [
      [`.fl-${kind} .fl-shape`, `fill:${ink(`${kind}-fill`)};stroke:${ink(`${kind}-line`)}`],
      [`.fl-${kind} .fl-glyph`, `stroke:${ink(`${kind}-line`)}`],
      [`.fl-on-${kind}`, `fill:${ink(`${kind}-fill`)}`],
    ]),
    ['.fl-place .fl-shape', `fill:${ink('place-fill')};stroke:${ink('place-line')}`],
    ['.fl-place .fl-glyph', `stroke:${ink('place-line')}`],
    ['.fl-on-place', `fill:${ink('place-fill')}`],
    ['.fl-boundary .fl-shape', 'stroke-dasharray:7 5'],
    ['.fl-boundary .fl-group', `fill:${ink('boundary-line')}`],
    ['.fl-on-canvas', `fill:${ink('canvas')}`],
    ['.fl-element .fl-shape', `fill:${ink('canvas')}`],
    ['.fl-muted', 'opacity:.55'],
    ...heatOpacities.map((opacity, step): [string, string] => [
      `.fl-heat-${step} .fl-shape`,
      `fill:${ink('warning')};fill-opacity:${opacity}`,
    ]),
    ['.fl-highlight .fl-shape', 'stroke-width:3'],
    ['.fl-edge path', `fill:none;stroke:${ink('line')};stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round`],
    ['.fl-edge .fl-tip', `fill:${ink('line')}`],
    ['.fl-edge.fl-async .fl-route', 'stroke-dasharray:6 5'],
    ['.fl-edge.fl-async .fl-tip', 'fill:none'],
    ['.fl-edge.fl-soft path', `stroke:${ink('soft')};stroke-width:1.2`],
    ['.fl-edge.fl-soft .fl-tip', `fill:${ink('soft')}`],
    ['.fl-edge.fl-soft.fl-async .fl-tip', 'fill:none'],
    ['.fl-edge.fl-soft .fl-tail', `fill:${ink('canvas')}`],
    ['.fl-edge.fl-soft .fl-label', `fill:${ink('muted')}`],
    ['.fl-edge.fl-plaintext path', `stroke:${ink('error')}`],
    ['.fl-edge.fl-plaintext .fl-tip', `fill:${ink('error')}`],
    ['.fl-edge.fl-plaintext.fl-async .fl-tip', 'fill:none'],
    ...Array.from({ length: MOST_CLASSES }, (_, index): [string, string][] => {
      const colour = ink(`class-${index}` as Ink);
      return [
        [`.fl-class-${index} .fl-shape`, `stroke:${colour};fill:${colour};fill-opacity:.14;stroke-width:2`],
        [`.fl-class-${index} .fl-glyph`, `stroke:${colour}`],
        [`.fl-edge.fl-class-${index} path`, `stroke:${colour};stroke-width:1.8`],
        [`.fl-edge.fl-class-${index} .fl-tip`, `fill:${colour}`],
        [`.fl-edge.fl-class-${index} .fl-note`, `fill:${colour}`],
        [`.fl-edge.fl-async.fl-class-${index} .fl-tip`, 'fill:none'],
      ];
    }).flat(),
    ['.fl-edge.fl-network path', `stroke:${ink('place-line')};stroke-width:2.5;stroke-dasharray:1 6`],
    ['.fl-mark path', `fill:none;stroke:${ink('muted')};stroke-width:1.3;stroke-linecap:round;stroke-linejoin:round`],
    ['.fl-mark.fl-encrypted path', `stroke:${ink('state')}`],
    ['.fl-mark.fl-plaintext path', `stroke:${ink('error')}`],
    ...(['error', 'warning', 'info', 'hint'] as const).flatMap((severity): [string, string][] => [
      [`.fl-badge.fl-${severity} .fl-pill`, `fill:${ink(`${severity}-fill`)};stroke:${ink(severity)}`],
      [
        `.fl-badge.fl-${severity} .fl-sign`,
        `fill:none;stroke:${ink(severity)};stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round`,
      ],
      [`.fl-badge.fl-${severity} text`, `fill:${ink(severity)}`],
    ]),
    ['.fl-legend .fl-swatch .fl-shape', 'stroke-width:3'],
    ['.fl-legend .fl-swatch .fl-glyph', 'stroke-width:1.6'],
    ['.fl-legend .fl-dashed .fl-shape', 'stroke-dasharray:10 7'],
    ['[tabindex]:focus', 'outline:none'],
    ['[tabindex]:focus-visible .fl-shape', `stroke:${ink('focus')};stroke-width:3`],
    ['.fl-edge:focus-visible .fl-route', `stroke:${ink('focus')};stroke-width:3`],
    ...(further?.(ink) ?? []),
  ];
  return (
    definitions(theme, scope) +
    rules.map(([selector, declarations]) => `${scope} ${selector}{${declarations}}`).join('')
  );
}
