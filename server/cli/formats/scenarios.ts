/** The results of scenarios, for people, for scripts and for CI servers. Pure, as the formats of `check` are. */
import pc from 'picocolors';
import type { ScenarioReport, Tally } from '../../../language/reports/scenarios.ts';
import { tallyOf } from '../../../language/reports/scenarios.ts';
import { displayUri } from '../paths.ts';
import type { TestFormat } from '../test-formats.ts';
import { printable, wrap } from './cells.ts';
import { plural } from './counts.ts';
import type { Look } from './format.ts';
import { attributes, escape } from './xml.ts';

type Expectation = ScenarioReport['expectations'][number];

export function scenarioText(scenarios: readonly ScenarioReport[], format: TestFormat, look: Look): string {
  switch (format) {
    case 'pretty':
      return pretty(scenarios, look);
    case 'json':
      return json(scenarios, look);
    case 'junit':
      return junit(scenarios, look);
  }
}

const words = { holds: 'pass', fails: 'fail', unknown: 'unknown' } as const;

/** What is at stake stands in front of a sign, so that it can be read without colours. */
const signs = { holds: '✓', fails: '✗', unknown: '?' } as const;

function pretty(scenarios: readonly ScenarioReport[], look: Look): string {
  const colours = pc.createColors(look.colour);
  const paint = { holds: colours.green, fails: colours.red, unknown: colours.yellow };
  const blocks = scenarios.map((scenario) => {
    const { name, title, expectations } = scenario;
    const head = `${colours.bold(printable(name))}${title === undefined ? '' : ` ${printable(title)}`} ${colours.dim(placeOf(scenario, look))}`;
    const lines = expectations.flatMap(({ verdict, text, because }) => [
      `  ${paint[verdict](`${signs[verdict]} ${words[verdict]}`)}  ${printable(text)}`,
      ...wrap(because, Math.max(20, look.width - 4)).map((line) => `    ${colours.dim(line)}`),
    ]);
    return [head, ...(lines.length > 0 ? lines : [colours.dim('  nothing is expected')])].join('\n');
  });
  return `${[...blocks, countsText(scenarios)].join('\n\n')}\n`;
}

function countsText(scenarios: readonly ScenarioReport[]): string {
  if (scenarios.length === 0) return 'No scenarios.';
  const { passed, failed, unknown } = totals(scenarios);
  const counts = [`${String(passed)} passed`, `${String(failed)} failed`, `${String(unknown)} unknown`].join(', ');
  return `${counts} in ${plural(scenarios.length, 'scenario')}.`;
}

const totals = (scenarios: readonly ScenarioReport[]): Tally =>
  tallyOf(scenarios.flatMap(({ expectations }) => expectations));

const placeOf = ({ location: { uri, range } }: Pick<ScenarioReport, 'location'>, { cwd }: Look): string =>
  `${printable(displayUri(uri, cwd))}:${String(range.start.line + 1)}`;

/** Lines count from zero, as in the JSON of `check`. */
function json(scenarios: readonly ScenarioReport[], { cwd }: Look): string {
  const content = {
    scenarios: scenarios.map(({ name, title, location, expectations }) => ({
      name,
      ...(title !== undefined && { title }),
      file: displayUri(location.uri, cwd),
      range: location.range,
      expectations: expectations.map(({ text, verdict, because, location: where }) => ({
        expect: text,
        result: words[verdict],
        because,
        range: where.range,
      })),
    })),
    summary: { scenarios: scenarios.length, ...totals(scenarios) },
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

/** A suite for each scenario, a case for each expectation; what is unknown is skipped. */
function junit(scenarios: readonly ScenarioReport[], look: Look): string {
  const { failed, unknown } = totals(scenarios);
  const all = scenarios.flatMap(({ expectations }) => expectations).length;
  const head = attributes({
    name: 'faultline test',
    tests: all,
    failures: failed,
    errors: 0,
    skipped: unknown,
    time: (look.milliseconds / 1000).toFixed(3),
  });
  const suites = scenarios.map((scenario) => suite(scenario, look)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${head}>\n${suites}</testsuites>\n`;
}

function suite(scenario: ScenarioReport, { cwd }: Look): string {
  const { name, location, expectations } = scenario;
  const { failed, unknown } = tallyOf(expectations);
  const file = displayUri(location.uri, cwd);
  const head = attributes({ name, file, tests: expectations.length, failures: failed, errors: 0, skipped: unknown });
  const cases = expectations.map((expectation) => testCase(name, file, expectation)).join('');
  return `  <testsuite${head}>\n${cases}  </testsuite>\n`;
}

function testCase(classname: string, file: string, { text, verdict, because, location }: Expectation): string {
  const head = attributes({ classname, name: text, file, line: location.range.start.line + 1 });
  const outcome = {
    holds: `<system-out>${escape(because)}</system-out>`,
    fails: `<failure${attributes({ message: because })}>${escape(because)}</failure>`,
    unknown: `<skipped${attributes({ message: because })}/>`,
  };
  return `    <testcase${head}>\n      ${outcome[verdict]}\n    </testcase>\n`;
}
