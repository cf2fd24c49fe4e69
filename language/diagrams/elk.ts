/** ELK in this thread: for tests, the command line's small pictures, and inside the layout workers. */
import type { ElkLike } from './layout.ts';

/** The megabyte and a half of ELK is loaded on the first layout and never before: checking a model must not pay for it. */
export function createElk(): ElkLike {
  let loading: Promise<ElkLike> | undefined;
  const load = async (): Promise<ElkLike> => {
    const { default: elk } = await import('elkjs/lib/elk.bundled.js');
    return new elk.default();
  };
  return {
    layout: async (graph) => {
      loading ??= load();
      return (await loading).layout(graph);
    },
  };
}
