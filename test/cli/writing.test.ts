import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeAtomically } from '../../server/cli/atomic-write.ts';
import { formatFiles } from '../../server/cli/commands/fmt.ts';
import { init } from '../../server/cli/commands/init.ts';
import { folderWith, hostIn } from './helpers.ts';

describe('writeAtomically', () => {
  it('keeps the mode and leaves nothing else behind', () => {
    const folder = folderWith({ 'a.arch': 'old' });
    const file = join(folder, 'a.arch');
    chmodSync(file, 0o664);
    writeAtomically(file, 'new');
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(statSync(file).mode & 0o777).toBe(0o664);
    expect(readdirSync(folder)).toEqual(['a.arch']);
  });

  it('writes to the target of a symbolic link', () => {
    const folder = folderWith({ 'real.arch': 'old' });
    symlinkSync(join(folder, 'real.arch'), join(folder, 'link.arch'));
    writeAtomically(join(folder, 'link.arch'), 'new');
    expect(lstatSync(join(folder, 'link.arch')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real.arch'), 'utf8')).toBe('new');
  });

  it('cleans up when it fails', () => {
    const folder = folderWith({});
    mkdirSync(join(folder, 'taken'));
    expect(() => {
      writeAtomically(join(folder, 'taken'), 'x');
    }).toThrow();
    expect(() => {
      writeAtomically(join(folder, 'none', 'a'), 'x');
    }).toThrow();
    expect(readdirSync(folder)).toEqual(['taken']);
  });
});

describe('fmt', () => {
  const trimLines = (text: string) => text.replace(/ +$/gm, '');
  const fmt = (cwd: string, paths: string[], check = false) => {
    const host = hostIn(cwd);
    const code = formatFiles(paths, { check }, host, [], trimLines);
    return { code, out: host.out(), err: host.err() };
  };

  it('formats what needs it and lists it', () => {
    const cwd = folderWith({ 'a.arch': 'service a  \n', 'b.arch': 'service b\n' });
    expect(fmt(cwd, [])).toEqual({ code: 0, out: 'a.arch\n', err: '1 file formatted, 1 file left as it was.\n' });
    expect(readFileSync(join(cwd, 'a.arch'), 'utf8')).toBe('service a\n');
    expect(fmt(cwd, []).out).toBe('');
  });

  it('changes nothing with --check', () => {
    const cwd = folderWith({ 'a.arch': 'service a  \n' });
    expect(fmt(cwd, ['.'], true)).toMatchObject({ code: 1, out: 'a.arch\n' });
    expect(readFileSync(join(cwd, 'a.arch'), 'utf8')).toBe('service a  \n');
    expect(fmt(folderWith({ 'a.arch': '' }), ['.'], true).code).toBe(0);
  });

  it('keeps byte order mark and line ends', () => {
    const cwd = folderWith({ 'a.arch': '\uFEFFservice a \r\nservice b\r\n', 'fine.arch': 'service a\r\n' });
    expect(fmt(cwd, []).out).toBe('a.arch\n');
    expect(readFileSync(join(cwd, 'a.arch'), 'utf8')).toBe('\uFEFFservice a\r\nservice b\r\n');
  });

  it('formats only what was named', () => {
    const cwd = folderWith({ 'faultline.json': '', 'a.arch': 'a ', 'sub/b.arch': 'b ' });
    expect(fmt(cwd, ['sub']).out).toBe('sub/b.arch\n');
  });
});

describe('init', () => {
  it('writes a configuration and a model, once', () => {
    const cwd = folderWith({});
    const host = hostIn(cwd);
    expect(init('shop', host)).toBe(0);
    expect(host.out()).toBe('Wrote shop/faultline.json and shop/architecture.arch.\nNext: faultline check shop\n');
    const again = hostIn(cwd);
    init('shop', again);
    expect(again.out()).toBe('There is a project here already; nothing was written.\n');
  });

  it('adds no model to a folder that has one', () => {
    const cwd = folderWith({ 'mine.arch': 'service mine\n' });
    init('.', hostIn(cwd));
    expect(readdirSync(cwd)).toEqual(['faultline.json', 'mine.arch']);
  });

  it('overwrites nothing', () => {
    const cwd = folderWith({ 'faultline.json': '{ "preset": "strict" }' });
    init('.', hostIn(cwd));
    expect(readFileSync(join(cwd, 'faultline.json'), 'utf8')).toBe('{ "preset": "strict" }');
  });
});
