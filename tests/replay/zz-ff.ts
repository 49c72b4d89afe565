import { openDb } from '#prisma/client.ts';
import { openTemporal } from '#temporal/connection.ts';
import { fastForward } from '#temporal/fast-forward.ts';
import { sandboxClock } from '#temporal/sandbox-clock.ts';
const env = process.env as Record<string, string>;
const db = openDb({ appUrl: env.DATABASE_APP_URL!, relayUrl: env.DATABASE_RELAY_URL });
const client = openTemporal({ address: env.TEMPORAL_ADDRESS!, namespace: env.TEMPORAL_NAMESPACE! });
const [clientId, to = 'next', ...phones] = process.argv.slice(2);
const rows = await db.withClient(clientId!, (tx) => tx.$queryRaw<{ id: string; phone: string }[]>`select id, phone from lead order by phone`);
for (const { id, phone } of rows.filter((r) => phones.length === 0 || phones.includes(r.phone.slice(-4)))) {
  const t = Date.now();
  try { console.log(phone, JSON.stringify(await fastForward({ db, client, sandbox: sandboxClock(env.SANDBOX_URL!), patienceMs: 40_000 }, { clientId: clientId!, leadId: id, to: to as 'next' })), Date.now() - t, 'ms'); } catch (e) { console.log(phone, e); }
}
await db.close(); await client.connection.close();
