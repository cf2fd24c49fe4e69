/** No word is taken away from its user: each word of the vocabulary is a name wherever names stand. */
import { describe, expect, it } from 'vitest';
import { uriOf } from '../support/annotated.ts';
import { projectOf } from '../support/project.ts';
import { vocabularyWords } from '../support/words.ts';

const words = vocabularyWords();

function findings(text: string): string[] {
  return projectOf([[uriOf('main.arch'), text]])
    .findings()
    .filter((finding) => finding.rule.startsWith('language/'))
    .map(({ rule, range, message }) => `${rule} ${String(range.start.line)}: ${message}`);
}

describe('every word of the vocabulary', () => {
  it('is there to be tried', () => {
    expect(words.length).toBeGreaterThan(200);
  });

  it('may name an element, and be referred to', () => {
    const text = words
      .map(
        (word) => `
store ${word} "${word}" { failover: automatic within 30s, decided by ${word} }
extend ${word} { replicas: 2 }
whoever -> ${word} { via: outbox of ${word} }
${word} ~> whoever`,
      )
      .join('\n');
    expect(findings(`service whoever\n${text}`)).toEqual([]);
  });

  it('may name a service that others connect to in its system', () => {
    const text = words.map((word) => `system s-${word} {\n  service ${word} {}\n  ${word} -> ${word} ${word}\n}`);
    expect(findings(text.join('\n'))).toEqual([]);
  });

  it('may name a flow, an operation and data', () => {
    const text = words.map(
      (word) => `
data ${word}
whoever -> kept ${word} { carries: ${word} }
operation ${word} at whoever { steps: ${word}, [2 ${word}, ${word}], ${word} 5% }`,
    );
    const project = projectOf([[uriOf('main.arch'), `service whoever\nstore kept\n${text.join('\n')}`]]);
    expect(project.findings().filter((finding) => finding.rule.startsWith('language/'))).toEqual([]);
    for (const word of words)
      expect(project.model.entity(`operation:${word}`)?.values.get('steps'), word).toMatchObject([
        [{ call: { ids: [`flow:${word}`] } }, { parallel: [{ times: 2 }, {}] }, { probability: 0.05 }],
      ]);
  });

  it('may name a place', () => {
    const text = words.map((word) => `region ${word} { zone ${word} }`);
    const uses = words.map((word) => `store kept-${word} { primary: ${word}.${word}; standbys: ${word}.* }`);
    expect(findings(`topology {\n${text.join('\n')}\n}\n${uses.join('\n')}`)).toEqual([]);
  });

  it('may name a technology and its knob', () => {
    const text = words.map(
      (word) => `
technology t-${word} { knob ${word}.x { value: count } }
technology ${word} is t-${word}
store s-${word} is ${word} { ${word}.x: 2 }`,
    );
    expect(findings(text.join('\n'))).toEqual([]);
  });
});
