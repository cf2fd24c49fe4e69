/** The type scale: how large and how strong each kind of text is drawn. Measuring, markup and style sheet read it. */

export interface Face {
  /** Pixels. */
  readonly size: number;
  readonly strong: boolean;
}

export const faces = {
  title: { size: 14, strong: true },
  subtitle: { size: 12, strong: false },
  detail: { size: 11, strong: false },
  group: { size: 13, strong: true },
  aside: { size: 11, strong: false },
  label: { size: 12, strong: true },
  note: { size: 11, strong: false },
  badge: { size: 11, strong: true },
  heading: { size: 20, strong: true },
  subheading: { size: 13, strong: false },
  notice: { size: 12, strong: true },
  caption: { size: 11, strong: true },
  key: { size: 11, strong: false },
} as const satisfies Readonly<Record<string, Face>>;

export type FaceName = keyof typeof faces;
