/** The picture of a project. What draws is only loaded when somebody looks. */
import type { DiagramResult } from '../protocol.ts';
import type { Layout } from './host.ts';
import type { View } from './view.ts';

/** Pictures kept: going back to a state of the text (an undo, another project) shows it at once. */
const MOST_KEPT = 8;

/** The built-in view of everything. */
const OVERVIEW = 'topology';

interface Asked {
  readonly name: string | undefined;
  readonly standalone: boolean;
  readonly revision: number;
}

export class Diagrams {
  private readonly layout: Layout;
  /** Pictures by the graph that they show. */
  private readonly kept = new Map<string, Promise<string>>();
  private queue: Promise<unknown> = Promise.resolve();

  constructor(layout: Layout) {
    this.layout = layout;
  }

  async draw(view: View, { name = OVERVIEW, standalone, revision }: Asked): Promise<DiagramResult> {
    const { topologyGraph, viewGraph, viewsOf } = await import('../../language/diagrams/view.ts');
    const { project } = view;
    const named = viewGraph(project, name);
    const graph = named ?? topologyGraph(project);
    const key = JSON.stringify([graph, standalone]);
    const svg = this.kept.get(key) ?? this.inTurn(() => this.svg(graph, standalone));
    this.keep(key, svg);
    try {
      const views = viewsOf(project).map((each) => ({ name: each.name, title: each.title }));
      return { svg: await svg, title: graph.title, views, view: named ? name : OVERVIEW, revision };
    } catch (error) {
      this.kept.delete(key);
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }

  private async svg(graph: Parameters<Layout>[0], standalone: boolean): Promise<string> {
    const { renderSvg } = await import('../../language/diagrams/svg.ts');
    const laid = await this.layout(graph);
    return standalone ? renderSvg(laid) : renderSvg(laid, { theme: 'host', heading: false });
  }

  /** One after the other: a layout takes a whole processor. */
  private inTurn(draw: () => Promise<string>): Promise<string> {
    const drawn = this.queue.then(draw);
    this.queue = drawn.catch(() => undefined);
    return drawn;
  }

  private keep(key: string, svg: Promise<string>): void {
    this.kept.delete(key);
    this.kept.set(key, svg);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
  }
}
