/** Entry of `dist/server/main.js`: `--stdio`, `--node-ipc`, `--socket=PORT` or `--pipe=NAME` say where the client is. */
import { startServer } from './start.ts';

await startServer('arguments');
