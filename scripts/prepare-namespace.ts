// Run once a start of the compose file: the Temporal namespace with its search attributes.
import { ensureNamespace } from '#temporal/server/namespace.mjs';

const address = process.env.TEMPORAL_ADDRESS;
if (!address) throw new Error('TEMPORAL_ADDRESS is missing.');
await ensureNamespace({ address, namespace: process.env.TEMPORAL_NAMESPACE ?? 'callvia' });
