import type { Config } from '#config/environment.ts';
import { accountOf } from '#domain/lead.ts';
import type { Db } from '#prisma/client.ts';
import { createVendors, vendorCredentials } from '#vendors/account.ts';
import { type EffectParts, LIVE_SETTLE, SANDBOX_SETTLE, type Sender } from './parts.ts';

/** Who we are in the sandbox: any agent and number do, as it knows only ours. */
const SANDBOX_SENDER: Sender = {
  fromNumber: '+14155550100',
  textNumber: '+14155550100',
  agentId: 'agent_sandbox',
  email: 'rehearsals@callvia.test',
};

/** What effects need in a process, from its environment: both accounts' adapters and senders, and the addresses that links and callbacks carry. */
export function createEffectParts(config: Config, db: Db): EffectParts {
  const vendors = { live: createVendors(vendorCredentials('live', config)), sandbox: createVendors(vendorCredentials('sandbox', config)) };
  const live: Sender = {
    fromNumber: config.RETELL_FROM_NUMBER ?? '',
    textNumber: config.TWILIO_FROM_NUMBER ?? '',
    agentId: config.RETELL_AGENT_ID ?? '',
    email: config.SENDGRID_FROM_EMAIL ?? '',
  };
  return {
    db,
    vendors: (mode) => vendors[accountOf(mode)],
    sender: (mode) => (mode === 'live' ? live : SANDBOX_SENDER),
    urls: { api: config.API_URL, web: config.WEB_URL },
    settle: (mode) => (mode === 'live' ? LIVE_SETTLE : SANDBOX_SETTLE),
  };
}
