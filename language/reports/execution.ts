/** An execution as text: numbered steps, what each process holds, and what is broken. O(steps × processes). */
import type { Step, Trace } from '../executions/trace.ts';
import { page, table } from './markdown.ts';

/** The mark of the step that breaks the promise, where no picture shows it. */
const here = 'breaks the promise';

/** Names come from the description: nothing in them may become markup, a link or an address. */
const plain = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()<>#|~!&]/g, (character) => `\\${character}`);

/** Who holds something else after a step than before. */
export function changesOf(
  steps: readonly Step[],
  index: number,
): readonly (readonly [process: string, state: string])[] {
  const before = steps[index - 1]?.state ?? {};
  return Object.entries(steps[index]?.state ?? {}).filter(([process, state]) => before[process] !== state);
}

export function executionMarkdown({ title, steps, conclusion }: Trace): string {
  const told = steps.map(({ sentence, violates }, index) => {
    const text = `${index + 1}. ${violates === true ? `**${plain(sentence)}** (${here})` : plain(sentence)}`;
    return [text, ...changesOf(steps, index).map(([process, state]) => `   - ${plain(process)}: ${plain(state)}`)].join(
      '\n',
    );
  });
  return page(`# ${plain(title)}`, plain(conclusion), told.join('\n'), finalState(steps));
}

function finalState(steps: readonly Step[]): string | undefined {
  const held = Object.entries(steps.at(-1)?.state ?? {});
  if (held.length === 0) return undefined;
  return `## In the end\n\n${table(
    ['', 'holds'],
    held.map((row) => row.map(plain)),
  )}`;
}

/** For a terminal: no markup, the breaking step marked. */
export function executionText({ title, steps, conclusion }: Trace): string {
  const width = String(steps.length).length;
  const told = steps.map(({ sentence, violates }, index) => {
    const number = String(index + 1).padStart(width);
    const changes = changesOf(steps, index).map(([process, state]) => `${process}: ${state}`);
    const held = changes.length > 0 ? `\n   ${' '.repeat(width)}[${changes.join('; ')}]` : '';
    return `${violates === true ? '!' : ' '} ${number} ${sentence}${held}`;
  });
  return [title, '', ...told, '', conclusion].join('\n');
}

/** For other programs: as it is, with a version for what changes later. */
export const executionJson = (trace: Trace): string => `${JSON.stringify({ version: 1, ...trace }, null, 2)}\n`;
