/** The environment that the editor's setting chooses. */
import { expect, it } from 'vitest';
import { Workspace } from '../../server/lsp/workspace.ts';

const root = 'file:///m';
const group = `topology { region eu { zone a; zone b; zone c } }
faults { tolerate: loss of 1 zone }
consensus coordinator { voters: eu.a, eu.a, eu.b }
`;

function open(files: Readonly<Record<string, string>>) {
  const failures: string[] = [];
  const workspace = new Workspace(
    {
      today: () => '2026-11-24',
      files: {
        list: () =>
          Promise.resolve({ documents: Object.keys(files).filter((uri) => uri.endsWith('.arch')), nested: [] }),
        read: (uri) => Promise.resolve(files[uri]),
      },
    },
    () => undefined,
    {
      changed: () => undefined,
      reading: () => undefined,
      failed: (what, error) => void failures.push(`${what}: ${String(error)}`),
    },
  );
  workspace.addFolders([root]);
  const rules = async (): Promise<string[]> => {
    await workspace.settled();
    return [...workspace.projects.values()].flatMap((project) => project.findings().map(({ rule }) => rule));
  };
  return { workspace, rules, failures };
}

const broken = 'faults/quorum-in-one-domain';

it('is applied at once, and taken back', async () => {
  const { workspace, rules, failures } = open({ [`${root}/a.arch`]: group });
  expect(await rules()).toContain(broken);
  workspace.setEnvironment('dev');
  expect(await rules()).not.toContain(broken);
  workspace.setEnvironment(undefined);
  expect(await rules()).toContain(broken);
  expect(failures).toEqual([]);
});

it('wins over the one that the configuration names', async () => {
  const config = '{ "environment": "dev" }';
  const { workspace, rules } = open({ [`${root}/a.arch`]: group, [`${root}/faultline.json`]: config });
  expect(await rules()).not.toContain(broken);
  workspace.setEnvironment('production');
  expect(await rules()).toContain(broken);
});

it('is a mistake of the configuration where it is not declared there, and changes nothing', async () => {
  const { workspace, rules } = open({ [`${root}/a.arch`]: group, [`${root}/faultline.json`]: '{}' });
  workspace.setEnvironment('produktion');
  expect(await rules()).toEqual(expect.arrayContaining(['faultline.json', broken]));
  const [project] = workspace.projects.values();
  expect(project?.findings()[0]?.message).toBe(
    'Unknown environment "produktion". Did you mean "production"? The setting "faultline.environment" asks for it.',
  );
});

it('is logged where there is no configuration', async () => {
  const { workspace, rules, failures } = open({ [`${root}/a.arch`]: group });
  await workspace.settled();
  workspace.setEnvironment('qa');
  expect(await rules()).toContain(broken);
  expect(failures).toEqual([expect.stringContaining('Unknown environment "qa"')]);
});

it('applies overrides by the folder of the configuration', async () => {
  const config = '{ "overrides": [{ "files": ["old/"], "rules": { "faults/*": "off" } }] }';
  const { rules } = open({ [`${root}/old/a.arch`]: group, [`${root}/faultline.json`]: config });
  expect(await rules()).not.toContain(broken);
});
