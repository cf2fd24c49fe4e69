/** The floor for `check`: reads and parses the files of a folder, and does nothing else. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createParser } from '../../language/syntax/parser.ts';

const folder = process.argv[2] ?? '.';
const parser = createParser();
let problems = 0;
for (const file of readdirSync(folder))
  if (file.endsWith('.arch')) problems += parser.parse(readFileSync(path.join(folder, file), 'utf8')).problems.length;
if (problems > 0) throw new Error(`${problems} syntax problems in ${folder}.`);
