/** What readers and writers of each store can rely on, and what a partition takes from them. O(accesses × path). */
import type { Facts } from '../../../analyses/facts.ts';
import { ageAt, ageText } from '../../../analyses/consistency/age.ts';
import { mechanism } from '../../../analyses/consistency/mechanism.ts';
import { written } from '../../../model/model.ts';
import type { Entity } from '../../../model/model.ts';
import { holdsState } from '../../../vocabulary/kinds.ts';
import type { DiagramEdge } from '../../graph.ts';
import { classesOf } from '../colours.ts';
import { graphOf } from '../draw.ts';
import { labelled, pacelcText } from '../edge-texts.ts';
import { around, elementsOf, flowsOf } from '../elements.ts';
import type { BuiltInView } from '../picture.ts';
import { ofProject } from '../wording.ts';

const consistency: BuiltInView = {
  title: 'Consistency',
  meaning: 'How each store is replicated, and what each access to it can rely on: its guarantee and its PACELC class.',
  graph(project) {
    const { model } = project;
    const all = elementsOf(model);
    const stores = new Map(all.filter(({ kind }) => holdsState(kind)).map((store) => [store.id, store]));
    if (stores.size === 0) return undefined;
    const accesses = flowsOf(model).filter(({ source = '', target = '' }) => stores.has(target) || stores.has(source));
    const ends = new Set(accesses.flatMap(({ source = '', target = '' }) => [source, target]));
    const shown = new Set(
      all.filter(({ id }) => stores.has(id) || ends.has(id)).flatMap((element) => [...around(model, element)]),
    );
    const named = accesses.flatMap(({ id, target = '' }) => {
      const store = stores.get(target);
      const text =
        store &&
        project.ask(`PACELC ${id}`, (facts) => {
          const flow = facts.entity(id);
          return flow && pacelcText(facts, flow, store);
        });
      return text === undefined ? [] : [[id, text] as const];
    });
    return graphOf(
      project,
      all.filter(({ id }) => shown.has(id)),
      accesses,
      {
        name: 'consistency',
        title: ofProject('Consistency', all),
        colour: { meaning: 'PACELC', heat: new Map(), classes: classesOf(named) },
        faint: (id) => ends.has(id) && !stores.has(id),
        detail: (facts, element) => storeLines(facts, element),
        onEdge: labelled(['name', 'guarantee']),
        moreEdges: [...stores.values()].flatMap((store) => project.ask(`copies ${store.id}`, (f) => copies(f, store))),
      },
    );
  },
};

export default consistency;

function storeLines(facts: Facts, element: Entity): string[] {
  if (!holdsState(element.kind)) return [];
  const { family } = facts.of(mechanism, element.id) ?? {};
  return family === undefined ? ['replication not said'] : [family];
}

/** Stores and caches that are filled from others. */
function copies(facts: Facts, store: Entity): DiagramEdge[] {
  const caches = written(store, 'caches');
  const sources = caches?.sources ?? written(store, 'follows')?.sources ?? [];
  if (sources.length === 0) return [];
  const { most } = ageAt(facts, store);
  return sources.flatMap(({ ids }) =>
    ids.map((source): DiagramEdge => ({
      id: `${store.id} copies ${source}`,
      subject: store.id,
      source,
      target: store.id,
      label: caches ? 'cached' : 'followed',
      detail: most === undefined ? 'age not said' : ageText(most),
      asynchronous: true,
      soft: false,
    })),
  );
}
