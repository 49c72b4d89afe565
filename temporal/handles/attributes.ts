import { defineSearchAttributeKey, type SearchAttributePair, SearchAttributeType } from '@temporalio/common';

const KEYS = {
  clientId: defineSearchAttributeKey('clientId', SearchAttributeType.KEYWORD),
  campaignId: defineSearchAttributeKey('campaignId', SearchAttributeType.KEYWORD),
  leadId: defineSearchAttributeKey('leadId', SearchAttributeType.KEYWORD),
};

/** What an operator may search a workflow by; given at its start, where it costs nothing. Ids only: these values are not encrypted. */
export const attributesOf = (ids: { clientId: string; campaignId?: string | null; leadId?: string }): SearchAttributePair[] => [
  { key: KEYS.clientId, value: ids.clientId },
  ...(ids.campaignId ? [{ key: KEYS.campaignId, value: ids.campaignId }] : []),
  ...(ids.leadId ? [{ key: KEYS.leadId, value: ids.leadId }] : []),
];
