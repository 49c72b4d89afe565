import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './paths.mjs';

const LOGIN = { email: 'demo@callvia.test', password: 'callvia-demo' };

/** What a start says and writes down once everything answers. `demo` is what the seed printed. */
export function createBanner({ environment, ports, pids, demo, logFolder }) {
  const urls = {
    app: environment.WEB_URL,
    api: environment.API_URL,
    sandbox: environment.SANDBOX_URL,
    temporalUi: environment.TEMPORAL_UI_URL,
  };
  return {
    block: (elapsed) => block({ urls, demo, elapsed, logFolder }),
    open: () => openInBrowser(urls.app),
    run: {
      urls,
      ports,
      pids,
      login: demo ?? null,
      databaseUrls: databaseUrls(environment),
      temporal: { address: environment.TEMPORAL_ADDRESS, namespace: environment.TEMPORAL_NAMESPACE },
      logs: logFolder,
    },
  };
}

function block({ urls, demo, elapsed, logFolder }) {
  const login = { ...LOGIN, ...demo };
  const rows = [
    ['App', urls.app, demo ? `${login.email} / ${login.password}` : 'log-ins: npm run create-user -- --help'],
    ['API', `${urls.api}/api/v1`, login.apiKey ? `key ${login.apiKey}` : ''],
    ['Temporal', urls.temporalUi, ''],
    ['Sandbox', urls.sandbox, '(phone, SMS, mailbox, invoices: play the lead)'],
  ];
  const width = Math.max(...rows.map(([, url]) => url.length));
  const lines = rows.map(([name, url, note]) => `  ${name.padEnd(12)} ${url.padEnd(width)}  ${note}`.trimEnd());
  const place = logFolder.startsWith(root) ? path.relative(root, logFolder) : logFolder;
  return ['', `  Callvia is ready (${elapsed})`, ...lines, `  Rehearsals reach only the sandbox. Logs: ${place}   Stop: Ctrl+C`, ''].join(
    '\n',
  );
}

function databaseUrls(environment) {
  const keys = [
    'DATABASE_URL',
    'DATABASE_APP_URL',
    'DATABASE_RELAY_URL',
    'DATABASE_INGEST_URL',
    'DATABASE_AUTH_URL',
    'SANDBOX_DATABASE_URL',
  ];
  return Object.fromEntries(keys.map((key) => [key, environment[key]]));
}

function openInBrowser(url) {
  const [command, ...args] = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] }[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined); // a machine without a browser: the address stands in the block
  child.unref();
}
