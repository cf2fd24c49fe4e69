/** `faultline diagram`: the pictures of a project as files, one each. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createElk } from '../../../language/diagrams/elk.ts';
import type { Drawing } from '../../../language/diagrams/exports/format.ts';
import { loadPictureFormat, type PictureFormatName } from '../../../language/diagrams/exports/formats.ts';
import type { DiagramGraph } from '../../../language/diagrams/graph.ts';
import { layoutGraph } from '../../../language/diagrams/layout.ts';
import { graphsToDraw, type NamedGraph } from '../../../language/diagrams/render-diagrams.ts';
import { viewGraph, viewsOf } from '../../../language/diagrams/view.ts';
import type { Project } from '../../../language/project/project.ts';
import { nearest } from '../../../language/vocabulary/nearest.ts';
import { writeAtomically } from '../atomic-write.ts';
import { UsageError, type ExitCode } from '../exit.ts';
import type { Host } from '../host.ts';
import { displayPath } from '../paths.ts';
import { openSingleProject } from '../single-project.ts';

type CliPictureFormat = PictureFormatName | 'png';

export interface DiagramOptions {
  readonly out: string;
  readonly view?: readonly string[];
  readonly format: CliPictureFormat;
  readonly theme: Drawing['theme'];
}

export async function diagram(path: string, options: DiagramOptions, host: Host): Promise<ExitCode> {
  const { core } = await import('../core.ts');
  const { project, code } = openSingleProject(path, host, core);
  const graphs = options.view ? options.view.map((name) => chosen(project, name)) : graphsToDraw(project);
  const { extension, write } = await formatOf(options.format);
  const elk = createElk();
  const folder = resolve(host.cwd, options.out);
  mkdirSync(folder, { recursive: true });
  const taken = new Set<string>();
  for (const { name, graph } of graphs) {
    const drawing: Drawing = { graph, theme: options.theme, laidOut: once(() => layoutGraph(graph, elk)) };
    const file = join(folder, `${fileName(name, taken)}${extension}`);
    writeAtomically(file, await write(drawing));
    host.stdout.write(`${displayPath(file, host.cwd)}\n`);
  }
  return code;
}

interface FileFormat {
  readonly extension: string;
  readonly write: (drawing: Drawing) => string | Uint8Array | Promise<string | Uint8Array>;
}

async function formatOf(name: CliPictureFormat): Promise<FileFormat> {
  if (name !== 'png') return loadPictureFormat(name);
  const { loadTools, pngOf } = await import('../pictures/png.ts');
  const tools = await loadTools();
  const { svg } = await import('../../../language/diagrams/exports/svg.ts');
  return {
    extension: '.png',
    // A file of pixels cannot follow the viewer's system.
    write: async ({ theme, ...drawing }) =>
      pngOf(await svg.write({ ...drawing, theme: theme === 'auto' ? 'light' : theme }), tools),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

function chosen(project: Project, name: string): NamedGraph {
  const graph: DiagramGraph | undefined = viewGraph(project, name);
  if (graph) return { name, graph };
  const names = viewsOf(project).map((view) => view.name);
  const close = nearest(name, names);
  const hint = close === undefined ? `There are: ${names.join(', ')}.` : `Did you mean ${close}?`;
  throw new UsageError(`no view is called ${name}, or it has nothing to show. ${hint}`);
}

/** A view is named in the model, where its name may hold what would lead out of the folder, or differ in case alone. */
function fileName(name: string, taken: Set<string>): string {
  const plain = name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^\.+/, '') || 'diagram';
  let free = plain;
  for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${plain}-${String(count)}`;
  taken.add(free.toLowerCase());
  return free;
}
