/**
 * `npm run properties [-- SCALE [PATH…]]`: the property tests with examples that `npm test` does not draw, SCALE times as
 * many (10 unless said). What fails is printed with its seed: `PROPERTY_SEED=… npm run properties` draws it again.
 */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { fromRoot, root } from './paths.ts';

const [scale = '10', ...paths] = process.argv.slice(2);
const files = globSync('test/**/*.test.ts', { cwd: root }).filter((file) =>
  readFileSync(fromRoot(file), 'utf8').includes("from 'fast-check'"),
);
const { status } = spawnSync(
  fromRoot('node_modules', '.bin', 'vitest'),
  ['run', ...(paths.length > 0 ? paths : files)],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PROPERTY_SCALE: scale },
  },
);
process.exitCode = status ?? 1;
