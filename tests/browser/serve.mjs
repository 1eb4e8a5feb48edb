// The program, as it serves its pages.
import { spawn } from 'node:child_process';

// Starts it on a port of its own, with more arguments: before `serve`, and behind it.
export async function serve(program, { books = [], words = [], settings = {} }) {
  const named = [...books, 'serve', '--listen', '127.0.0.1:0', '--rate', '0', ...words];
  const server = spawn(program, named, settings);
  const address = await new Promise((found, failed) => {
    let log = '';
    server.stderr.on('data', (part) => {
      log += part;
      const line = /listening on (http:\/\/[0-9.:]+)/.exec(log);
      if (line) {
        found(line[1]);
      }
    });
    server.on('exit', (code) => failed(new Error(`serve ended with ${code}: ${log}`)));
  });
  return { server, address };
}
