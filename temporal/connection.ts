import { Client, Connection } from '@temporalio/client';

export type TemporalAddress = { address: string; namespace: string };

/** A client that connects when first used and reconnects by itself. Close `client.connection` when done. */
export const openTemporal = ({ address, namespace }: TemporalAddress): Client =>
  new Client({ connection: Connection.lazy({ address }), namespace });
