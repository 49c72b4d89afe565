export function givenEngine(env: Record<string, string | undefined>): Promise<{ address: string; namespace: string; uiUrl: string }>;
