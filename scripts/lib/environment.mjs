// The environment of our four processes. config/env.ts is the other side of this contract.
import path from 'node:path';
import { stateFolder } from './paths.mjs';

const PRIVATE_TO_SANDBOX = 'SANDBOX_SENDGRID_WEBHOOK_PRIVATE_KEY';

/**
 * What every process is told. `given` (the terminal's environment and .env) carries the live vendors' keys through and may set the log
 * level, the application's secret and the public addresses; databases, ports and the sandbox's credentials are the start's to choose.
 */
export function serviceEnvironment({ given = process.env, ports, secrets, databaseUrls, sandboxDatabaseUrl, temporal }) {
  const { databasePasswords: _passwords, ...vendorSecrets } = secrets;
  return {
    ...given,
    ...vendorSecrets,
    NODE_ENV: 'production',
    LOG_LEVEL: given.LOG_LEVEL ?? 'info',
    APP_SECRET: given.APP_SECRET ?? secrets.APP_SECRET,
    DATABASE_URL: databaseUrls.owner,
    DATABASE_APP_URL: databaseUrls.app,
    DATABASE_RELAY_URL: databaseUrls.relay,
    DATABASE_INGEST_URL: databaseUrls.ingest,
    DATABASE_AUTH_URL: databaseUrls.auth,
    SANDBOX_DATABASE_URL: sandboxDatabaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    TEMPORAL_UI_URL: temporal.uiUrl,
    API_PORT: String(ports.api),
    WEB_PORT: String(ports.web),
    SANDBOX_PORT: String(ports.sandbox),
    WORKER_PORT: String(ports.worker),
    UPLOADS_FOLDER: given.UPLOADS_FOLDER ?? path.join(stateFolder, 'uploads'),
    API_URL: given.API_URL ?? `http://localhost:${ports.api}`,
    WEB_URL: given.WEB_URL ?? `http://localhost:${ports.web}`,
    SANDBOX_URL: given.SANDBOX_URL ?? `http://localhost:${ports.sandbox}`,
  };
}

/** The part of it that a process other than the sandbox may see: the key that signs as SendGrid is the sandbox's alone. */
export function withoutSandboxKey({ [PRIVATE_TO_SANDBOX]: _kept, ...environment }) {
  return environment;
}
