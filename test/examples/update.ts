/** Brings the records of the examples' findings up to date; new findings wait for their judgement. */
import { writeFileSync } from 'node:fs';
import { UNJUDGED, exampleNames, recordOf, recordText, rowsOf } from './record.ts';

for (const name of exampleNames) {
  const rows = rowsOf(name);
  writeFileSync(recordOf(name), recordText(name, rows));
  const open = rows.filter((row) => row.judged === UNJUDGED);
  console.info(`${name}: ${String(rows.length)} findings, ${String(open.length)} to be judged`);
  for (const row of open) console.info(`  ${row.severity} ${row.id}: ${row.says}`);
}
