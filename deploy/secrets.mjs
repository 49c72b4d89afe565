// node deploy/secrets.mjs >> .env: a fresh set of the secrets that docker compose needs.
import { randomBytes } from 'node:crypto';
import { generateSecrets } from '../scripts/lib/secrets.mjs';

const { databasePasswords, ...secrets } = generateSecrets();
const logins = Object.entries(databasePasswords).map(([role, password]) => [`DB_PASSWORD_${role.toUpperCase()}`, password]);
const lines = [['POSTGRES_PASSWORD', randomBytes(16).toString('hex')], ...logins, ...Object.entries(secrets)];
for (const [key, value] of lines) process.stdout.write(`${key}=${value}\n`);
