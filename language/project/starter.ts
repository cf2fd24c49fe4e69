/** The first project that `faultline init` and the editor write: small enough to be read, with one thing to find. */
import { configFileName } from './config.ts';

export interface StarterFile {
  readonly name: string;
  readonly text: string;
}

export const starterConfig: StarterFile = {
  name: configFileName,
  text: `{
  // This folder is one Faultline project: all .arch files below it form one model.

  // Where severities start from: "recommended", "strict" (one step more severe) or "minimal" (only errors).
  "preset": "recommended",

  // Severity by rule or area: "off", "hint", "info", "warning" or "error". "faultline rules" lists the rules.
  "rules": {
    // "operations/*": "warning"
  },

  // Files that do not belong to the model, as in a .gitignore.
  "exclude": []
}
`,
};

export const starterModel: StarterFile = {
  name: 'architecture.arch',
  text: `// A first model: a shop that keeps its orders in a replicated database.
// Run "faultline check" here, or open this folder in an editor with the Faultline extension.

service shop "Shop"

store orders "Orders" is postgres {
  replicas: 2
  reads: any replica  // a replica may lag behind the primary
}

shop -> orders place { access: write }
shop -> orders show { access: read; needs: read-your-writes }  // so a customer may miss the order just placed
`,
};
