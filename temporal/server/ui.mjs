import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startProcess } from '#scripts/lib/processes.mjs';

/** Starts Temporal's own web pages. Their one settings file is written to `<folder>/config/development.yaml`. */
export function startUi({ program, folder, port, address, namespace, logFile, prefix }) {
  mkdirSync(path.join(folder, 'config'), { recursive: true });
  writeFileSync(path.join(folder, 'config', 'development.yaml'), settings({ port, address, namespace }));
  return startProcess({
    name: 'temporal-ui',
    command: program,
    args: ['--root', folder, 'start'],
    env: { PATH: process.env.PATH ?? '' },
    logFile,
    prefix,
  });
}

function settings({ port, address, namespace }) {
  return [
    `temporalGrpcAddress: ${address}`,
    'host: 127.0.0.1',
    `port: ${port}`,
    'enableUi: true',
    `defaultNamespace: ${namespace}`,
    'disableNewsFetch: true', // no call to the outside
    'notifyOnNewVersion: false',
    'codec:',
    '  endpoint: ""',
    'cors:',
    '  cookieInsecure: true', // plain http on this machine
    '  allowOrigins:',
    `    - http://localhost:${port}`,
    `    - http://127.0.0.1:${port}`,
    '',
  ].join('\n');
}
