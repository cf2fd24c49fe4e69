/** SARIF 2.1.0 (OASIS standard), as code scanning services and editors read it. */
import { pathToFileURL } from 'node:url';
import type { Finding, Fix, Location, Range, Severity } from '../../../language/model/finding.ts';
import type { RuleInfo } from '../rule-info.ts';
import type { Format } from './format.ts';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

const sourceRoot = '%SRCROOT%';

export const sarif: Format = async ({ findings, ruleInfo, version }, { cwd }) => {
  const rules = await ruleInfo();
  const root = pathToFileURL(`${cwd}/`).href;
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Faultline',
            version,
            semanticVersion: version,
            rules: rules.map(descriptor),
          },
        },
        originalUriBaseIds: { [sourceRoot]: { uri: root } },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true }],
        results: findings.map((finding) => result(finding, rules, root)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
};

function descriptor(rule: RuleInfo) {
  return {
    id: rule.id,
    shortDescription: { text: rule.title },
    help: { text: rule.markdown, markdown: rule.markdown },
    defaultConfiguration: { level: levels[rule.severity] },
    properties: { tags: [rule.area] },
  };
}

function result(finding: Finding, rules: readonly RuleInfo[], root: string) {
  const ruleIndex = rules.findIndex((rule) => rule.id === finding.rule);
  return {
    ruleId: finding.rule,
    ...(ruleIndex >= 0 && { ruleIndex }),
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [{ physicalLocation: physicalLocation(finding, root) }],
    ...(finding.related.length > 0 && {
      relatedLocations: finding.related.map((place, index) => ({
        id: index + 1,
        physicalLocation: physicalLocation(place, root),
        message: { text: place.message },
      })),
    }),
    partialFingerprints: { 'faultlineFindingId/v1': finding.id },
    ...(finding.fixes.length > 0 && { fixes: finding.fixes.map((fix) => sarifFix(fix, root)) }),
  };
}

function sarifFix({ title, edits }: Fix, root: string) {
  const uris = [...new Set(edits.map(({ uri }) => uri))];
  return {
    description: { text: title },
    artifactChanges: uris.map((uri) => ({
      artifactLocation: artifactLocation(uri, root),
      replacements: edits
        .filter((edit) => edit.uri === uri)
        .map((edit) => ({ deletedRegion: region(edit.range), insertedContent: { text: edit.newText } })),
    })),
  };
}

function physicalLocation({ uri, range }: Location, root: string) {
  return { artifactLocation: artifactLocation(uri, root), region: region(range) };
}

/** Relative to the source root where it is below it, else as it is. */
function artifactLocation(uri: string, root: string) {
  return uri.startsWith(root) ? { uri: uri.slice(root.length), uriBaseId: sourceRoot } : { uri };
}

/** SARIF counts from one, and its end column is exclusive. */
function region({ start, end }: Range) {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}
