/**
 * What client and server say to each other beyond the language server protocol, as plain data.
 *
 * Invariant: types and method names only, no protocol library and no editor type, so that every client (desktop,
 * browser, another editor) and the server read the same page. The server announces that the model changed; clients
 * ask for what they show.
 */
import type { Location, Position, Range, Severity } from '../language/model/finding.ts';

/** The scheme of the bundled technology library's documents, which exist in no file system. */
export const libraryScheme = 'faultline-library';

export interface DiagramParams {
  /** Any document of the project to be drawn. */
  readonly uri: string;
  /** The name of a view; absent, or one that is not there any more: the overview of the whole project. */
  readonly view?: string;
  /** For a file, that brings its own colours and its title along; else for a page that has colours. */
  readonly standalone?: boolean;
}

export type DiagramResult =
  | {
      /** One `svg` element. Nodes and flows carry `data-id`; colours come from classes and custom properties. */
      readonly svg: string;
      readonly title: string;
      /** Every view that has something to show; that which is shown is named by `view`. */
      readonly views: readonly ViewItem[];
      readonly view: string;
      /** The revision of the model that was drawn. */
      readonly revision: number;
    }
  | { readonly error: string };

export interface ModelChanged {
  readonly revision: number;
}

/** Says no more than that: who shows findings asks for them. */
export type FindingsChanged = Readonly<Record<string, never>>;

export interface LocateParams {
  /** The `data-id` of a node or flow of a diagram. */
  readonly id: string;
  /** Any document of the project that the diagram shows. */
  readonly uri: string;
}

export type LocateResult = { readonly uri: string; readonly range: Range } | null;

/** What somebody lets happen, by ids of places and elements. */
export interface Happening {
  readonly stopped: readonly {
    readonly id: string;
    /** Of an element: only its copies there. */
    readonly at?: string;
    readonly disk: 'kept' | 'gone' | 'open';
  }[];
  /** Groups of places that cannot reach each other. */
  readonly groups: readonly (readonly string[])[];
  readonly cuts: readonly { readonly from: string; readonly to: string }[];
  readonly slow: readonly {
    readonly between: readonly [string, string];
    /** Milliseconds of a round trip. */
    readonly time?: number | undefined;
  }[];
}

export interface WhatIfParams {
  /** Any document of the project. */
  readonly uri: string;
  readonly happens?: Happening;
  /** The id of a scenario, to be played instead. */
  readonly scenario?: string;
  /** Only so many of the things that happen. */
  readonly steps?: number;
}

export interface WhatIfEffects {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** The worst first. */
  readonly effects: readonly {
    readonly kind: 'stops' | 'loses' | 'divided' | 'stale' | 'breaks' | 'interrupted' | 'degraded' | 'open';
    readonly text: string;
    readonly because?: string;
  }[];
}

export interface WhatIfPlace {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly parent?: string;
}

export interface WhatIfResult {
  /** The revision of the model that was asked. */
  readonly revision: number;
  /** What was taken to happen. */
  readonly happens: Happening;
  /** The same in words, one for each. */
  readonly story: readonly string[];
  /** How many things happen in all, of which `steps` were asked for. */
  readonly steps: number;
  readonly effects: readonly WhatIfEffects[];
  readonly expectations: readonly {
    readonly text: string;
    readonly verdict: 'holds' | 'fails' | 'unknown';
    readonly because: string;
    /** The id of the scenario that expects it. */
    readonly scenario: string;
  }[];
  /** What can fail besides elements, and what can be played. */
  readonly places: readonly WhatIfPlace[];
  readonly scenarios: readonly { readonly id: string; readonly name: string }[];
}

export interface KeepScenarioParams {
  readonly uri: string;
  readonly happens: Happening;
}

/** The edit that writes it. */
export interface KeptScenario {
  readonly uri: string;
  readonly range: Range;
  readonly newText: string;
}

export interface EntityAtParams {
  readonly uri: string;
  readonly position: Position;
}

export type EntityAtResult = { readonly id: string } | null;

/** A view that can be shown. */
export interface ViewItem {
  readonly name: string;
  readonly title: string;
}

export interface ExplainParams {
  /** A finding's identity, or a rule's name. */
  readonly id: string;
}

export type ExplainResult = { readonly markdown: string } | null;

export interface ExecutionParams {
  /** A finding's identity. */
  readonly id: string;
}

export interface ExecutionStep {
  readonly sentence: string;
  readonly violates: boolean;
  /** What each process holds after it, and whether this step changed it. */
  readonly state: readonly { readonly process: string; readonly holds: string; readonly changed: boolean }[];
}

/** An execution that breaks what a finding is about, or why none is shown. */
export type ExecutionResult =
  | {
      readonly title: string;
      readonly conclusion: string;
      /** Steps carry `data-step`, what lasts longer the step it begins with as `data-since`, processes `data-id`; no sentences. */
      readonly svg: string;
      readonly steps: readonly ExecutionStep[];
      /** A document of the project, by which `faultline/locate` finds what a process stands for. */
      readonly uri: string;
      /** As files, for other uses. */
      readonly files: { readonly svg: string; readonly md: string; readonly json: string };
    }
  | { readonly error: string };

export interface LibraryContentParams {
  readonly uri: string;
}

export type LibraryContentResult = { readonly text: string } | null;

/** The argument of the command that shows where something is named. */
export interface ShowReferences {
  readonly uri: string;
  readonly position: Position;
  readonly locations: readonly Location[];
}

export interface Status {
  readonly documents: number;
  readonly errors: number;
  readonly warnings: number;
  readonly busy: boolean;
}

export const outlineGroupings = ['kind', 'owner', 'placement'] as const;
export type OutlineGrouping = (typeof outlineGroupings)[number];

export interface OutlineParams {
  readonly grouping: OutlineGrouping;
  /** The `path` of the item whose members are asked for; empty for the top. */
  readonly path: readonly string[];
  /** At most so many items. */
  readonly limit: number;
}

/** How many findings of each severity; those that there are none of are left out. */
export type FindingCounts = Readonly<Partial<Record<Severity, number>>>;

export interface OutlineItem {
  /** From the top down to this item: its identity, the same for the same thing after an edit. */
  readonly path: readonly string[];
  readonly is: 'project' | 'kind' | 'owner' | 'unowned' | 'unplaced' | 'entity';
  /** As the description names it; empty for what has no owner or no place. */
  readonly label: string;
  readonly title?: string;
  /** The vocabulary's word, of an entity or of a group by kind. */
  readonly kind?: string;
  /** How many members a group has. */
  readonly members?: number;
  /** How many copies of the element stand in the place above. */
  readonly copies?: number;
  readonly hasChildren: boolean;
  /** Of the item and of all that stands inside. */
  readonly findings: FindingCounts;
  /** What the item stands for, to be located by `faultline/locate`. */
  readonly entity?: LocateParams;
}

export interface OutlineResult {
  readonly items: readonly OutlineItem[];
  /** How many more there are than were asked for. */
  readonly more: number;
}

export interface FindingsParams {
  /** At most so many items. */
  readonly limit: number;
}

export interface FindingItem extends Location {
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
}

export interface FindingsResult {
  /** Those of each document together, in the order of the text. */
  readonly items: readonly FindingItem[];
  readonly more: number;
}

export interface StarterFile {
  readonly name: string;
  readonly text: string;
}

/** The files of a first project. The model is for folders that have none. */
export interface StarterResult {
  readonly config: StarterFile;
  readonly model: StarterFile;
}

/** Travels in a diagnostic's `data`, so that a client can ask for the explanation of the finding behind it. */
export interface DiagnosticData {
  readonly id: string;
}

/** Requests from client to server. */
export interface Requests {
  'faultline/diagram': { params: DiagramParams; result: DiagramResult };
  'faultline/locate': { params: LocateParams; result: LocateResult };
  'faultline/whatIf': { params: WhatIfParams; result: WhatIfResult | null };
  'faultline/keepScenario': { params: KeepScenarioParams; result: KeptScenario | null };
  'faultline/entityAt': { params: EntityAtParams; result: EntityAtResult };
  'faultline/explain': { params: ExplainParams; result: ExplainResult };
  'faultline/execution': { params: ExecutionParams; result: ExecutionResult };
  'faultline/libraryContent': { params: LibraryContentParams; result: LibraryContentResult };
  'faultline/outline': { params: OutlineParams; result: OutlineResult };
  'faultline/starter': { params: null; result: StarterResult };
  'faultline/findings': { params: FindingsParams; result: FindingsResult };
}

export interface FolderParams {
  readonly uri: string;
}

/** What lies directly in a folder, in the order of the names; null where there is no such folder. */
export type FolderResult = readonly { readonly name: string; readonly is: 'file' | 'folder' }[] | null;

export interface FileParams {
  readonly uri: string;
}

/** A file's text without its byte order mark, or why it cannot be used; null where there is no such file. */
export type FileResult = { readonly text: string } | { readonly problem: string } | null;

/** Requests from server to client: what a server that has no such file system of its own reads through its client. */
export interface ClientRequests {
  'faultline/fs/list': { params: FolderParams; result: FolderResult };
  'faultline/fs/read': { params: FileParams; result: FileResult };
  /** The script that a server in a browser lays pictures out by, on a thread of its own. */
  'faultline/layoutScript': { params: null; result: string };
}

/** Notifications from server to client. */
export interface Notifications {
  'faultline/modelChanged': ModelChanged;
  /** Findings came, went or moved. */
  'faultline/findingsChanged': FindingsChanged;
  'faultline/status': Status;
}
