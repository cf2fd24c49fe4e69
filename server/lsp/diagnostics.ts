/** Findings as the protocol's diagnostics, and what of them a client has not yet been told. */
import { DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver';
import type { Diagnostic } from 'vscode-languageserver';
import type { Finding, Range, Severity } from '../../language/model/finding.ts';
import type { DiagnosticData } from '../protocol.ts';

const severityOf: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export interface DiagnosticSupport {
  readonly related: boolean;
  readonly tags: boolean;
}

export function diagnosticOf(finding: Finding, support: DiagnosticSupport): Diagnostic {
  const { id, rule, severity, message, range, related, unnecessary } = finding;
  const data: DiagnosticData = { id };
  const diagnostic: Diagnostic = {
    range,
    severity: severityOf[severity],
    code: rule,
    source: 'faultline',
    message,
    data,
  };
  if (unnecessary && support.tags) diagnostic.tags = [DiagnosticTag.Unnecessary];
  if (support.related && related.length > 0)
    diagnostic.relatedInformation = related.map(({ uri, range: at, message: text }) => ({
      location: { uri, range: at },
      message: text,
    }));
  return diagnostic;
}

/** A document's findings that its reader has not seen, or has seen for an older version of the text. */
export interface Publication {
  readonly uri: string;
  readonly version: number | undefined;
  readonly findings: readonly Finding[];
}

interface Published {
  readonly version: number | undefined;
  readonly findings: readonly Finding[];
}

/** Remembers what was published, so that only what differs is published again. */
export class Publisher {
  private readonly published = new Map<string, Map<string, Published>>();

  /**
   * @param project the project's root.
   * @param findings all findings of the project.
   * @param versions the versions of its open documents.
   */
  update(project: string, findings: readonly Finding[], versions: ReadonlyMap<string, number>): Publication[] {
    const before = this.published.get(project) ?? new Map<string, Published>();
    const after = new Map<string, Published>();
    const publications: Publication[] = [];
    const byDocument = groupByDocument(findings);
    for (const uri of new Set([...byDocument.keys(), ...versions.keys(), ...before.keys()])) {
      const own = byDocument.get(uri) ?? [];
      const version = versions.get(uri);
      const last = before.get(uri);
      const isNews = version !== undefined && version !== last?.version;
      if (isNews || !sameFindings(last?.findings ?? [], own)) publications.push({ uri, version, findings: own });
      if (own.length > 0 || version !== undefined) after.set(uri, { version, findings: own });
    }
    this.published.set(project, after);
    return publications;
  }

  /** Takes back everything of the projects that are no more. */
  keep(projects: ReadonlyMap<string, unknown>): Publication[] {
    const publications: Publication[] = [];
    for (const [project, documents] of this.published) {
      if (projects.has(project)) continue;
      this.published.delete(project);
      for (const [uri, { findings }] of documents)
        if (findings.length > 0) publications.push({ uri, version: undefined, findings: [] });
    }
    return publications;
  }
}

function groupByDocument(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.uri);
    if (group) group.push(finding);
    else groups.set(finding.uri, [finding]);
  }
  return groups;
}

function sameFindings(a: readonly Finding[], b: readonly Finding[]): boolean {
  return a.length === b.length && a.every((finding, i) => sameFinding(finding, b[i] as Finding));
}

function sameFinding(a: Finding, b: Finding): boolean {
  return (
    a === b ||
    (a.id === b.id &&
      a.message === b.message &&
      a.severity === b.severity &&
      a.unnecessary === b.unnecessary &&
      sameRange(a.range, b.range) &&
      a.related.length === b.related.length &&
      a.related.every((place, i) => {
        const other = b.related[i];
        return other?.uri === place.uri && other.message === place.message && sameRange(place.range, other.range);
      }))
  );
}

function sameRange(a: Range, b: Range): boolean {
  return (
    a.start.line === b.start.line &&
    a.start.character === b.start.character &&
    a.end.line === b.end.line &&
    a.end.character === b.end.character
  );
}
