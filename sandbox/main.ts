import type { Server } from 'node:http';
import { createSandbox } from './app.ts';
import { readSettings } from './settings.ts';

const help = `The vendor sandbox: Retell, Cal.com, Stripe, Twilio and SendGrid on one port.

  node --import tsx sandbox/main.ts

Needs SANDBOX_DATABASE_URL, API_URL and the SANDBOX_* credentials; SANDBOX_PORT is 4000 unless set,
SANDBOX_URL the address others use, SANDBOX_SEED the seed of everything drawn. See docs/sandbox.md.
`;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(help);
    return;
  }
  const settings = readSettings(process.env);
  const sandbox = await createSandbox(settings);
  const server = await new Promise<Server>((resolve, reject) => {
    const listening = sandbox.app.listen(settings.port, settings.host, () => resolve(listening)).on('error', reject);
  });
  server.keepAliveTimeout = 65_000;
  await sandbox.start();
  process.stdout.write(`sandbox ready on ${settings.publicUrl}\n`);

  const stop = () => {
    setTimeout(() => process.exit(0), 5_000).unref(); // hanging requests are part of the play
    server.close();
    server.closeAllConnections();
    sandbox.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
