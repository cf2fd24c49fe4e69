import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { run } from '../../server/cli/run.ts';
import { threatFormats } from '../../server/cli/threat-formats.ts';
import { folderWith, hostIn } from './helpers.ts';

const MODEL = `
boundary outside { trust: none; client browser "Browser" { exposed: internet } }
boundary inside { trust: high; service api "API" { role: web-application; input: trusted; output: raw; holds: Order } }
data Order { classification: restricted; integrity: critical }
browser -> api order { over: http; authenticates: none; sends: Order }
`;
const project = (): string => folderWith({ 'faultline.json': '{}', 'a.arch': MODEL });

async function threats(cwd: string, ...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const host = hostIn(cwd);
  return { code: await run(['threats', '.', ...args], host), out: host.out(), err: host.err() };
}

describe('faultline threats', () => {
  it.each(threatFormats)('writes %s', async (format) => {
    const { code, out, err } = await threats(project(), '--format', format);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('security');
  });

  it('keeps what people add, and writes nothing where a section was changed', async () => {
    const cwd = project();
    const file = join(cwd, 'threats.md');
    await threats(cwd, '--out', 'threats.md');
    const own = readFileSync(file, 'utf8').replace('<!-- faultline:end summary -->\n', (end) => `${end}\nOurs.  \n`);
    writeFileSync(file, own);
    writeFileSync(join(cwd, 'b.arch'), 'service more { exposed: internet }\n');
    expect(await threats(cwd, '--out', 'threats.md')).toMatchObject({ code: 0, err: '' });
    const again = readFileSync(file, 'utf8');
    expect(again).toContain('\nOurs.  \n');
    expect(again).toContain('more');
    const tampered = again.replace('## Summary', '## Sum');
    writeFileSync(file, tampered);
    const { code, err } = await threats(cwd, '--out', 'threats.md');
    expect(code).toBe(2);
    expect(err).toContain('threats.md:');
    expect(readFileSync(file, 'utf8')).toBe(tampered);
  });

  it('tells what changed since a revision', async () => {
    const cwd = project();
    const git = (...args: string[]): void => {
      spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd });
    };
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'first');
    writeFileSync(join(cwd, 'a.arch'), MODEL.replace('over: http;', 'over: https;'));
    const { code, out } = await threats(cwd, '--since', 'HEAD');
    expect(code).toBe(0);
    expect(out).toContain('Changes since HEAD');
    expect(out).toMatch(/gone, was/);
    expect((await threats(cwd, '--since', 'nothing')).code).toBe(2);
  });
});
