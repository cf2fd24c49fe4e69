/** PNG files of pictures. What paints them (7 MB) and the font are loaded only here, and need not be installed. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { CanvasKit, Typeface } from 'canvaskit-wasm';
import { UsageError } from '../exit.ts';
import { Painter } from './painter.ts';
import { rulesOf } from './style.ts';
import { svgTree, type SvgElement } from './tree.ts';

/** Pixels for each of the picture's: sharp on dense screens and in print. */
const DENSITY = 2;
/** Skia's own bound for the side of a bitmap; a larger picture gets fewer pixels for each of its own. */
const LONGEST_SIDE = 16_384;
/** Pixels in all: at four bytes each, what fits into the memory of WebAssembly with room to encode. */
const MOST_PIXELS = 100_000_000;

const painterPackage = 'canvaskit-wasm';
const fontPackage = '@expo-google-fonts/arimo';

interface Tools {
  readonly kit: CanvasKit;
  readonly regular: Typeface;
  readonly strong: Typeface;
}

/** @throws UsageError where the packages that it needs are not installed. */
export async function loadTools(): Promise<Tools> {
  const require = createRequire(import.meta.url);
  const font = (file: string): Promise<Buffer> => readFile(require.resolve(`${fontPackage}/${file}`));
  try {
    // The package's declaration says `export default`, and it is CommonJS.
    const start = require(painterPackage) as (options: object) => Promise<CanvasKit>;
    const wasm = require.resolve(`${painterPackage}/bin/canvaskit.wasm`);
    const [kit, regular, strong] = await Promise.all([
      start({ locateFile: () => wasm }),
      font('400Regular/Arimo_400Regular.ttf'),
      font('700Bold/Arimo_700Bold.ttf'),
    ]);
    return { kit, regular: typeface(kit, regular), strong: typeface(kit, strong) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND')
      throw new UsageError(
        `PNG needs the packages ${painterPackage} and ${fontPackage}, which are not installed here: ` +
          `run \`npm install ${painterPackage} ${fontPackage}\` beside faultline, or write SVG instead.`,
      );
    throw error;
  }
}

function typeface(kit: CanvasKit, bytes: Buffer): Typeface {
  const face = kit.Typeface.MakeFreeTypeFaceFromData(new Uint8Array(bytes).buffer);
  if (!face) throw new Error('The font cannot be read');
  return face;
}

/** @param svg what `renderSvg` wrote, in a theme of literal colours. */
export function pngOf(svg: string, { kit, regular, strong }: Tools): Uint8Array {
  const root = svgTree(svg);
  const [width, height] = [side(root, 'width'), side(root, 'height')];
  const density = Math.min(DENSITY, LONGEST_SIDE / Math.max(width, height), Math.sqrt(MOST_PIXELS / (width * height)));
  const surface = kit.MakeSurface(Math.floor(width * density), Math.floor(height * density));
  if (!surface) throw new Error('There is not enough memory for the picture');
  const canvas = surface.getCanvas();
  canvas.scale(density, density);
  const sheet = root.children.find(({ name }) => name === 'style')?.text ?? '';
  new Painter(kit, canvas, { regular, strong }, rulesOf(sheet)).paint(root);
  surface.flush();
  const image = surface.makeImageSnapshot();
  const bytes = image.encodeToBytes(kit.ImageFormat.PNG, 100);
  image.delete();
  surface.delete();
  if (!bytes) throw new Error('The picture cannot be written as PNG');
  return bytes;
}

const side = ({ attributes }: SvgElement, name: string): number => Number(attributes.get(name) ?? 1);
