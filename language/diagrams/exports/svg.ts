import { renderSvg } from '../svg.ts';
import type { PictureFormat } from './format.ts';

export const svg: PictureFormat = {
  extension: '.svg',
  write: async ({ laidOut, theme }) => renderSvg(await laidOut(), { theme }),
};
