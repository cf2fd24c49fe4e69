/** `@vscode/vsce` publishes no types: the part of its interface that is used here. */
declare module '@vscode/vsce' {
  export interface PackageOptions {
    readonly cwd: string;
    readonly packagePath: string;
    readonly dependencies: boolean;
    readonly rewriteRelativeLinks: boolean;
    readonly allowMissingRepository: boolean;
  }
  export function createVSIX(options: PackageOptions): Promise<void>;
}
