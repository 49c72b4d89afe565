export const SEARCH_ATTRIBUTES: Record<string, 'KEYWORD' | 'DATETIME' | 'INT' | 'BOOL'>;
export function ensureNamespace(options: { address: string; namespace: string; retentionDays?: number }): Promise<void>;
