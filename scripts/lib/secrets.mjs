import { generateKeyPairSync, randomBytes } from 'node:crypto';
import path from 'node:path';
import { readKept, writeKept } from './kept-file.mjs';
import { stateFolder } from './paths.mjs';

const hex = (bytes) => randomBytes(bytes).toString('hex');

/** This machine's secrets: made once, kept in `.callvia/secrets.json`, completed when a newer Callvia needs more. */
export function keptSecrets(file = path.join(stateFolder, 'secrets.json')) {
  const kept = readKept(file, {});
  const secrets = { ...generateSecrets(), ...kept };
  if (Object.keys(secrets).length !== Object.keys(kept).length) writeKept(file, secrets);
  return secrets;
}

/** A new set: passwords of the database logins, the application's secret, and the sandbox vendors' credentials in their vendors' forms. */
export function generateSecrets() {
  const sendgrid = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    databasePasswords: { owner: hex(16), app: hex(16), ingest: hex(16), relay: hex(16), auth: hex(16) },
    APP_SECRET: hex(32),
    SANDBOX_RETELL_API_KEY: `key_${hex(16)}`,
    SANDBOX_CALCOM_API_KEY: `cal_test_${hex(16)}`,
    SANDBOX_CALCOM_WEBHOOK_SECRET: hex(24),
    SANDBOX_STRIPE_API_KEY: `sk_test_${hex(16)}`,
    SANDBOX_STRIPE_WEBHOOK_SECRET: `whsec_${hex(24)}`,
    SANDBOX_TWILIO_ACCOUNT_SID: `AC${hex(16)}`,
    SANDBOX_TWILIO_AUTH_TOKEN: hex(16),
    SANDBOX_SENDGRID_API_KEY: `SG.${randomBytes(16).toString('base64url')}.${randomBytes(32).toString('base64url')}`,
    SANDBOX_SENDGRID_WEBHOOK_PRIVATE_KEY: sendgrid.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    SANDBOX_SENDGRID_WEBHOOK_PUBLIC_KEY: sendgrid.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  };
}
