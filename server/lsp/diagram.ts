/** The picture of a project. What draws is only loaded when somebody looks. */
import type { DiagramResult } from '../protocol.ts';
import type { Layout } from './host.ts';
import type { View } from './view.ts';

/** Pictures kept: going back to a state of the text (an undo, another project) shows it at once. */
const MOST_KEPT = 8;

export class Diagrams {
  private readonly layout: Layout;
  /** Pictures by the graph that they show. */
  private readonly kept = new Map<string, Promise<string>>();
  private queue: Promise<unknown> = Promise.resolve();

  constructor(layout: Layout) {
    this.layout = layout;
  }

  async draw(view: View, revision: number): Promise<DiagramResult> {
    const { topologyGraph } = await import('../../language/diagrams/view.ts');
    const graph = topologyGraph(view.project);
    const key = JSON.stringify(graph);
    const svg = this.kept.get(key) ?? this.inTurn(() => this.svg(graph));
    this.keep(key, svg);
    try {
      return { svg: await svg, title: graph.title, revision };
    } catch (error) {
      this.kept.delete(key);
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }

  private async svg(graph: Parameters<Layout>[0]): Promise<string> {
    const { renderSvg } = await import('../../language/diagrams/svg.ts');
    return renderSvg(await this.layout(graph), { theme: 'host', heading: false });
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
