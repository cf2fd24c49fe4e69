/** A picture that every project has, whether or not a view is written. One file in `built-in/` each; the list is generated. */
import type { Project } from '../../project/project.ts';
import type { DiagramGraph } from '../graph.ts';

export interface BuiltInView {
  readonly title: string;
  /** What it answers, in a sentence. */
  readonly meaning: string;
  /** Undefined where the project says nothing that it could show. */
  graph(project: Project): DiagramGraph | undefined;
}
