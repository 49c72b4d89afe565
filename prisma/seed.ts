// node --import tsx prisma/seed.ts — a demo tenant to log into. Repeating it changes nothing that is there. Prints the log-in as the last line.
import { createAuth } from '#auth/auth.ts';
import { config } from '#config/env.ts';
import { SECONDS_CADENCE } from '#domain/cadence.ts';
import { DEFAULT_HOURS } from '#domain/calling-window.ts';
import { DEFAULT_TEXTS } from '#domain/texts.ts';
import { type MemberRole, putMember } from '#stores/accounts.ts';
import { openDb, type Tx } from './client.ts';

const CLIENT_ID = '0d3f9a52-6c1e-4b7a-9f21-5a1c0ffee001';
const PASSWORD = 'callvia-demo';
const PEOPLE: { email: string; name: string; role: MemberRole; isStaff?: boolean }[] = [
  { email: 'demo@callvia.test', name: 'Dana Demo', role: 'owner', isStaff: true },
  { email: 'owner@callvia.test', name: 'Olive Owner', role: 'owner' },
  { email: 'admin@callvia.test', name: 'Adam Admin', role: 'admin' },
  { email: 'member@callvia.test', name: 'Mona Member', role: 'member' },
  { email: 'viewer@callvia.test', name: 'Viktor Viewer', role: 'viewer' },
];

async function seedClient(tx: Tx): Promise<void> {
  const exists = await tx.client.count({ where: { id: CLIENT_ID } });
  if (exists > 0) return;
  await tx.client.create({
    data: {
      id: CLIENT_ID,
      name: 'Northwind Roofing',
      slug: 'northwind-roofing',
      subscriptionPlan: 'enterprise',
      usageBilling: 'postpaid',
      usageRateCents: 20,
      milestoneEnabled: true,
      billingEmail: 'billing@northwind.test',
      maxConcurrentCalls: 50,
      settings: { contact: '+1 415 555 0199', postalAddress: '200 Harbor Street, San Francisco, CA 94105' },
    },
  });
  const agent = await tx.agent.create({ data: { clientId: CLIENT_ID, name: 'Robin', retellAgentId: 'agent_sandbox' } });
  const number = await tx.phoneNumber.create({
    data: { clientId: CLIENT_ID, mode: 'rehearsal', e164: '+14155550100', label: 'Rehearsal number' },
  });
  await tx.campaign.create({
    data: {
      clientId: CLIENT_ID,
      name: 'Spring roof inspections',
      description:
        'Free roof inspections after the winter. A rehearsal in which days are seconds: drop examples/leads-200.csv and press Start.',
      mode: 'rehearsal',
      cadence: SECONDS_CADENCE,
      cadencePreset: 'seconds',
      pace: 'seconds',
      enforceHours: false,
      agentId: agent.id,
      fromNumberId: number.id,
      calcomEventTypeId: 102,
      timezone: 'America/New_York',
      callingHours: DEFAULT_HOURS,
      maxConcurrentCalls: 12, // calls last seconds here: three a second are what two cores take in without falling behind
    },
  });
  await tx.messageTemplate.createMany({
    data: Object.entries(DEFAULT_TEXTS).flatMap(([key, texts]) =>
      Object.entries(texts).map(([channel, { subject, body }]) => ({ clientId: CLIENT_ID, key, channel, subject: subject ?? null, body })),
    ),
  });
}

const db = openDb({ appUrl: config.DATABASE_APP_URL, connections: 2, applicationName: 'callvia-seed' });
const auth = createAuth({
  authUrl: config.DATABASE_AUTH_URL,
  secret: config.APP_SECRET,
  baseUrl: config.WEB_URL,
  trustedOrigins: [config.WEB_URL],
  connections: 2,
});
try {
  await db.withClient(CLIENT_ID, seedClient);
  for (const { role, ...person } of PEOPLE) {
    const made = await auth.createUser({ ...person, password: PASSWORD, defaultClientId: CLIENT_ID });
    const user = made.kind === 'ok' ? made.user : await auth.findUser(person.email);
    if (!user) throw new Error(`the demo user ${person.email} could not be made: ${made.kind}`);
    await db.withClient(CLIENT_ID, (tx) => putMember(tx, CLIENT_ID, user.id, role));
  }
} finally {
  await Promise.all([auth.close(), db.close()]);
}
// The sandbox plays this client too: shows that only a client can know of are confirmed by it, so that a rehearsal goes to its end by itself.
const played = await fetch(`${config.SANDBOX_URL}/_sandbox/client`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ email: 'member@callvia.test', password: PASSWORD }),
}).catch((error: unknown) => {
  process.stderr.write(
    `The sandbox is not there, so that nobody plays the client: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  return null;
});
if (played && !played.ok) throw new Error(`the sandbox does not play the client: ${played.status} ${await played.text()}`);
process.stdout.write(`${JSON.stringify({ email: PEOPLE[0]?.email, password: PASSWORD })}\n`);
