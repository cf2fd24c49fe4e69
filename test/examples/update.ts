/**
 * Brings the records of the examples' findings, and their decision records, up to date; new findings wait for their
 * judgement.
 */
import { writeFileSync } from 'node:fs';
import { adr } from '../../server/cli/commands/adr.ts';
import { processHost } from '../../server/cli/host.ts';
import { UNJUDGED, exampleNames, recordOf, recordText, rowsOf } from './record.ts';

for (const name of exampleNames) {
  const rows = rowsOf(name);
  writeFileSync(recordOf(name), recordText(name, rows));
  const open = rows.filter((row) => row.judged === UNJUDGED);
  console.info(`${name}: ${String(rows.length)} findings, ${String(open.length)} to be judged`);
  for (const row of open) console.info(`  ${row.severity} ${row.id}: ${row.says}`);
}

await adr('examples/payments', { format: 'madr', naming: 'number' }, processHost());
