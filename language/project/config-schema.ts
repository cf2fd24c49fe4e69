/** The JSON Schema (draft-07) of `faultline.json`, for completion and checks in any editor. */
import { areaOf, builtInEnvironments, defaultConfig, presets, ruleLevels } from './config.ts';
import type { ConfigurableRule } from './config.ts';

export function configSchema(rules: readonly (ConfigurableRule & { readonly title: string })[]): object {
  const patterns = { type: 'array', items: { type: 'string', minLength: 1 } };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Faultline project',
    description: 'Marks a folder as one Faultline project and says how strictly its rules apply.',
    type: 'object',
    additionalProperties: false,
    allowComments: true,
    allowTrailingCommas: true,
    properties: {
      $schema: { type: 'string', description: 'The address of this schema.' },
      preset: { $ref: '#/definitions/preset', default: defaultConfig.preset },
      rules: { $ref: '#/definitions/rules' },
      overrides: { $ref: '#/definitions/overrides' },
      exclude: {
        ...patterns,
        description: 'Files that do not belong to the project: gitignore patterns relative to this file.',
      },
      environment: {
        type: 'string',
        default: defaultConfig.environment,
        description: `The environment to check for where none is chosen: ${[...builtInEnvironments.keys()].join(', ')}, or one of "environments".`,
      },
      environments: {
        type: 'object',
        description: 'What differs where the project is checked for one environment; wins over everything above.',
        propertyNames: { pattern: '\\S' },
        additionalProperties: { $ref: '#/definitions/environment' },
        properties: {
          production: { $ref: '#/definitions/environment', description: 'What is checked for by default.' },
          dev: {
            $ref: '#/definitions/environment',
            description: 'Leaves out the rules that only matter in production, without being declared.',
          },
        },
      },
    },
    definitions: {
      preset: {
        type: 'string',
        enum: presets,
        description: 'Where severities start from.',
        enumDescriptions: [
          'Every rule at its own severity.',
          'More rules, and every other one step more severe: warnings fail a build.',
          'Only the rules that are errors.',
        ],
      },
      rules: ruleLevelsSchema(rules),
      overrides: {
        type: 'array',
        description: 'Severities in some of the files; those further down win.',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['files'],
          properties: {
            files: { ...patterns, description: 'Where it holds: gitignore patterns relative to this file.' },
            rules: { $ref: '#/definitions/rules' },
          },
        },
      },
      environment: {
        type: 'object',
        additionalProperties: false,
        properties: {
          preset: { $ref: '#/definitions/preset' },
          production: {
            type: 'boolean',
            description: 'Whether rules that only matter in production apply; true unless the environment is "dev".',
          },
          rules: { $ref: '#/definitions/rules' },
          overrides: { $ref: '#/definitions/overrides' },
        },
      },
    },
  };
}

function ruleLevelsSchema(rules: readonly (ConfigurableRule & { readonly title: string })[]): object {
  const level = { type: 'string', enum: ruleLevels };
  const areas = [...new Set(rules.map((rule) => areaOf(rule.id)))];
  return {
    type: 'object',
    additionalProperties: false,
    description: 'The severity of a rule, or of all rules of an area; the rule wins over its area.',
    properties: {
      ...Object.fromEntries(areas.map((area) => [`${area}/*`, { ...level, description: `Every rule about ${area}.` }])),
      ...Object.fromEntries(
        rules.map((rule) => [rule.id, { ...level, default: rule.severity, description: rule.title }]),
      ),
    },
  };
}
