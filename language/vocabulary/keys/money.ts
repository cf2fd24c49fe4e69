/** Costs, budgets and prices. */
import { field, literal, optional, sequence, words } from '../pattern.ts';
import { monthlyMoney, transferPrice } from '../units.ts';
import { key } from './key.ts';
import { owned } from './kind-groups.ts';

export const moneyKeys = {
  cost: key({
    pattern: sequence(
      field('price', monthlyMoney),
      optional(sequence(literal('per'), field('per', words({ replica: 'for each copy that runs' })))),
      optional(
        sequence(
          literal('for'),
          field(
            'purpose',
            words({
              infrastructure: 'machines, disks, managed services',
              licence: 'the right to use software',
              support: 'help from a vendor',
              operations: 'people who run it',
              development: 'people who build it',
            }),
          ),
        ),
      ),
    ),
    on: [...owned, 'boundary', 'technology'],
    meaning: 'What it costs. Several lines add up.',
    absence: 'unknown',
    source: 'FinOps Foundation, FinOps Framework',
    examples: ['420 USD/month per replica', '1_500 EUR/month for licence'],
    repeatable: true,
  }),
  budget: key({
    pattern: monthlyMoney,
    on: ['system', 'boundary'],
    meaning: 'What everything inside may cost together.',
    absence: { means: 'no limit is stated' },
    examples: ['6_000 USD/month'],
  }),
  price: key({
    pattern: transferPrice,
    on: ['link'],
    meaning: 'What moving data over this link costs.',
    absence: 'unknown',
    examples: ['0.02 USD/GB'],
  }),
} as const;
