// The workflow engine: one that the environment names, or the Temporal server started here over the given PostgreSQL.
import path from 'node:path';
import { ensureNamespace } from '../../temporal/server/namespace.mjs';
import { prepareSchema } from '../../temporal/server/schema.mjs';
import { startServer } from '../../temporal/server/server.mjs';
import { startUi } from '../../temporal/server/ui.mjs';

export const NAMESPACE = 'callvia';

/** Uses the Temporal that the environment names: registers our namespace there. */
export async function givenEngine({ TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE, TEMPORAL_UI_URL }) {
  const namespace = TEMPORAL_NAMESPACE || NAMESPACE;
  await ensureNamespace({ address, namespace });
  return { address, namespace, uiUrl: TEMPORAL_UI_URL || `http://${address.split(':')[0]}:8233` };
}

/** Starts the Temporal server and its pages; `started` hears of each process at once, so that a failure later still stops it. */
export async function startEngine({ programs, superuserUrl, ports, folder, logFolder, verbose, started, report = () => undefined }) {
  const database = loginOf(superuserUrl);
  report('its tables');
  await prepareSchema({ sqlTool: programs.sqlTool, database });
  report('its server');
  const logs = (name) => ({ logFile: path.join(logFolder, `${name}.log`), prefix: verbose ? name : undefined });
  const server = await startServer({ program: programs.server, database, port: ports.temporal, started, ...logs('temporal') });
  started(
    startUi({
      program: programs.ui,
      folder: path.join(folder, 'temporal-ui'),
      port: ports.temporalUi,
      address: server.address,
      namespace: NAMESPACE,
      ...logs('temporal-ui'),
    }),
  );
  report('its namespace');
  await ensureNamespace({ address: server.address, namespace: NAMESPACE });
  return { address: server.address, namespace: NAMESPACE, uiUrl: `http://localhost:${ports.temporalUi}` };
}

function loginOf(superuserUrl) {
  const { hostname, port, username, password } = new URL(superuserUrl);
  return { host: hostname, port: Number(port || 5432), user: decodeURIComponent(username), password: decodeURIComponent(password) };
}
