/** The execution behind a finding, as a client asks for it. */
import { describe, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver';
import { createParser } from '../../language/syntax/parser.ts';
import type { Explore } from '../../server/executions/exploration.ts';
import { codeActions, executionCommand } from '../../server/lsp/code-actions.ts';
import { Executions } from '../../server/lsp/execution.ts';
import { ProjectFolder } from '../../server/lsp/project-folder.ts';
import { fixture, plainActions } from './fixtures.ts';

const text = `topology { region west { zone a; zone b } }
service checkout "Checkout"
store ledger "Ledger" is postgres {
  primary: west.a
  standbys: west.b
  commit: local
  failover: automatic within 30s
  reads: primary
}
checkout -> ledger { access: write; needs: linea$0rizable }
`;
const finding = 'consistency/weaker-than-needed@ledger#lost-on-failover';

function folder(): ProjectFolder {
  const opened = new ProjectFolder({
    root: 'file:///project',
    configText: undefined,
    today: '2026-11-24',
    loose: false,
    deep: true,
    parser: createParser(),
  });
  opened.set('file:///project/main.arch', text.replace('$0', ''));
  return opened;
}

const { token } = new CancellationTokenSource();

describe('the execution behind a finding', () => {
  it('is offered where the protocol is modelled, and nowhere else', () => {
    const offered = (source: string): unknown[] => {
      const { view, uri, position } = fixture(source);
      return codeActions(view, uri, { start: position, end: position }, {}, plainActions).flatMap(({ command }) =>
        command?.command === executionCommand ? [command.arguments?.[0] as unknown] : [],
      );
    };
    expect(offered(text)).toEqual([finding]);
    expect(offered('service a {\n  owne$0r2: "x"\n}\n')).toEqual([]);
  });

  it('is told step by step, with what each holds, the last step breaking the promise', async () => {
    const result = await new Executions(undefined).show([folder()], finding, token);
    if ('error' in result) throw new Error(result.error);
    expect(result.steps.at(-1)?.violates).toBe(true);
    expect(result.steps.filter(({ violates }) => violates)).toHaveLength(1);
    expect(result.steps.some(({ state }) => state.some(({ changed }) => changed))).toBe(true);
    expect(result.svg.match(/data-step="/g)).toHaveLength(result.steps.length);
    expect(result.files.md).toContain('1. ');
    expect(JSON.parse(result.files.json)).toMatchObject({ version: 1, title: result.title });
    expect(result.uri).toBe('file:///project/main.arch');
  });

  it('is looked for once for each state of the texts, on a thread where there is one', async () => {
    const asked: string[] = [];
    const explore: Explore = ({ id, texts, settings }) => {
      asked.push(`${id} ${String(texts.length)} ${settings.root}`);
      return Promise.resolve({ found: false, why: 'nothing was found' });
    };
    const executions = new Executions(explore);
    const opened = folder();
    for (let i = 0; i < 2; i++)
      expect(await executions.show([opened], finding, token)).toEqual({
        error: 'No execution is shown: nothing was found.',
      });
    expect(asked).toEqual([`${finding} 1 file:///project`]);
    opened.set('file:///project/other.arch', 'service b\n');
    await executions.show([opened], finding, token);
    expect(asked).toHaveLength(2);
  });

  it('is given up when the request is cancelled', async () => {
    const source = new CancellationTokenSource();
    const explore: Explore = (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('Given up.'));
        });
      });
    const shown = new Executions(explore).show([folder()], finding, source.token);
    source.cancel();
    await expect(shown).rejects.toMatchObject({ message: 'Cancelled.' });
  });

  it('says of a finding that is gone that it is gone', async () => {
    const gone = { error: 'There is no finding test/x@y any more.' };
    expect(await new Executions(undefined).show([folder()], 'test/x@y', token)).toEqual(gone);
  });
});
