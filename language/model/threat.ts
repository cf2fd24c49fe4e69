/** What is known of a threat besides that it is found: its kind, how bad it is and why, and who else describes it. */

/** Shostack, Threat Modeling, 2014: what an attacker violates; the last is for people whose data it is (LINDDUN). */
export const strideCategories = [
  'spoofing',
  'tampering',
  'repudiation',
  'information disclosure',
  'denial of service',
  'elevation of privilege',
  'privacy',
] as const;
export type Stride = (typeof strideCategories)[number];

/** What a rule's findings are as threats. */
export interface ThreatKind {
  /** The first is the main one. */
  readonly stride: readonly Stride[];
  /** `CWE-319`, `CAPEC-157`, `ATT&CK T1040`, `ASVS 9.1.1` (OWASP ASVS 4.0.3). */
  readonly refs: readonly string[];
}

/** From 1 to 4. */
export type Grade = 1 | 2 | 3 | 4;
export const likelihoods = ['unlikely', 'possible', 'likely', 'very likely'] as const;
export const impacts = ['little', 'noticeable', 'serious', 'severe'] as const;
export const ratings = ['low', 'medium', 'high', 'critical'] as const;
export type Rating = (typeof ratings)[number];

export interface Rated {
  readonly likelihood: Grade;
  readonly impact: Grade;
  readonly rating: Rating;
  /** Where both come from, in the model’s own names; one sentence each. */
  readonly derivation: readonly string[];
  /** What decides it is not said but taken from what is usual: then it is no error, however bad. */
  readonly assumed: boolean;
}

/** A finding as a threat. */
export interface Threat extends ThreatKind, Rated {
  /** Flows and elements that it is about besides its subject. */
  readonly affects: readonly string[];
}

/** Likelihood times impact: up to 2 is low, up to 4 medium, up to 9 high (OWASP Risk Rating Methodology, with 4 grades). */
export function ratingOf(likelihood: Grade, impact: Grade): Rating {
  const product = likelihood * impact;
  return product <= 2 ? 'low' : product <= 4 ? 'medium' : product <= 9 ? 'high' : 'critical';
}

/**
 * What stays once something is done about it: a control in place makes it two grades less likely where somebody has seen
 * it hold, one where nobody has; what is planned changes nothing.
 */
export function residualOf(rated: Rated, progress: 'planned' | 'started' | 'done' | 'verified'): Rated {
  const less = progress === 'verified' ? 2 : progress === 'done' ? 1 : 0;
  if (less === 0) return rated;
  const likelihood = gradeOf(rated.likelihood - less);
  return {
    ...rated,
    likelihood,
    rating: ratingOf(likelihood, rated.impact),
    derivation: [
      ...rated.derivation,
      progress === 'verified' ? 'a control is in place and was seen to hold' : 'a control is in place, not verified',
    ],
  };
}

export const gradeOf = (value: number): Grade => Math.max(1, Math.min(4, Math.round(value))) as Grade;
