/** Arrows point one way: vocabulary/syntax -> model -> analyses -> rules/diagrams/reports -> project -> server -> client. */

/** @param {string} name @param {string} comment @param {string} from @param {string} to @param {string} [except] */
const never = (name, comment, from, to, except) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, ...(except && { pathNot: except }) },
  to: { path: to },
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A cycle is one thing in several files.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          '^language/generated/',
          '\\.(js|json)$',
          '^test/.*\\.test\\.ts$',
          '^test/e2e/suite/browser/assert\\.ts$',
        ],
      },
      to: {},
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^vscode$' } },
    {
      name: 'not-to-dev-dependency',
      severity: 'error',
      comment: 'What ships depends on what ships.',
      from: { path: '^(language|server|client)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: ['node_modules/@types/'] },
    },
    never(
      'syntax-is-the-ground',
      'syntax knows only itself and positions.',
      '^language/syntax/',
      '^(language/(?!syntax/|generated/parser/|model/finding)|server/|client/)',
    ),
    never(
      'vocabulary-knows-syntax',
      'vocabulary knows terms, nothing above.',
      '^language/vocabulary/',
      '^(language/(?!syntax/|vocabulary/)|server/|client/)',
    ),
    never(
      'model-knows-no-analysis',
      'model knows syntax and vocabulary.',
      '^language/model/',
      '^(language/(?!syntax/|vocabulary/|model/)|server/|client/)',
    ),
    never(
      'analyses-know-the-model',
      'analyses know the model, no rule, project or picture.',
      '^language/analyses/',
      '^(language/(?!syntax/tree|vocabulary/|model/|analyses/)|server/|client/)',
    ),
    never(
      'rules-know-analyses',
      'rules know analyses and the model, no project or picture.',
      '^language/rules/',
      '^(language/(?!syntax/tree|vocabulary/|model/|analyses/|rules/|generated/rules)|server/|client/)',
    ),
    never(
      'pictures-know-no-rule',
      'diagrams and reports read projects; they know no single rule, no server.',
      '^language/(diagrams|reports|format)/',
      '^(language/rules/(?!rule\\.ts|catalogue\\.ts)|server/|client/)',
    ),
    never(
      'refactorings-know-projects',
      'refactorings read projects; nothing below or beside them knows one.',
      '^language/',
      '^language/refactorings/',
      '^language/refactorings/',
    ),
    never(
      'refactorings-know-no-picture',
      'refactorings know no picture, report or server.',
      '^language/refactorings/',
      '^(language/(diagrams|reports|format)/|server/|client/)',
    ),
    never(
      'imports-write-text',
      'imports read other tools’ files into text: they know the vocabulary and the formatter, no project, rule or picture.',
      '^language/imports/',
      '^(language/(?!imports/|vocabulary/|format/)|server/|client/)',
    ),
    never(
      'renderer-knows-no-model',
      'Only view.ts, views/ and render-diagrams.ts read the model; the renderer draws plain graphs and executions.',
      '^language/diagrams/',
      '^language/(?!diagrams/|model/finding|executions/trace)',
      '^language/diagrams/((view|render-diagrams)\\.ts$|views/)',
    ),
    never(
      'language-has-no-host',
      'language runs anywhere: no file system, process, protocol or editor.',
      '^language/',
      '^(node:|fs|path|os|child_process|worker_threads|vscode)',
    ),
    never(
      'language-has-no-protocol',
      'Only the server speaks the language server protocol.',
      '^language/',
      'node_modules/(vscode-languageserver|vscode-languageclient|vscode-jsonrpc)',
    ),
    never(
      'only-syntax-knows-the-parser',
      'Langium and its nodes stay in syntax.',
      '^(language/(?!syntax/|generated/parser/)|server/|client/)',
      'node_modules/(langium|chevrotain)/',
    ),
    never('server-knows-no-editor', 'server knows no VS Code.', '^server/', '^(client/|vscode$)'),
    never(
      'client-sees-the-protocol',
      'client talks to the server through server/protocol.ts alone, and starts it as server/node-flags.ts says.',
      '^client/',
      '^(language/(?!model/finding)|server/(?!(protocol|node-flags)\\.ts))',
    ),
    never(
      'server-runs-in-browsers',
      'What a browser runs knows no Node: only the entries and the host for Node do.',
      '^server/(lsp|browser|layout|executions)/',
      '^(node:|fs$|path$|os$|child_process$|worker_threads$)|vscode-languageserver/lib/node/|^server/(cli|files/(walk|read-source))',
      '^server/(lsp/(main|start|node-host)|(layout|executions)/(worker|node-thread))\\.ts$',
    ),
    never(
      'client-runs-in-browsers',
      'Only the desktop entry, and the tasks that it offers, know Node.',
      '^client/',
      '^(node:|fs$|path$|os$|child_process$)|vscode-languageclient/lib/node/',
      '^client/(extension|features/tasks)\\.ts$',
    ),
    never('tests-stay-outside', 'What ships knows no test.', '^(language|server|client)/', '^test/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|out|\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
